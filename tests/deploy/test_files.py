"""The files for running it: what they promise can be read off them (DE-01, DE-05 to DE-07)."""

import base64
import configparser
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PORTAL = ("migrate", "backup", "web", "worker", "beat")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
RUNNING = (ROOT / "docs" / "running.md").read_text()
# One and the same command, but for where it listens and leaves its note.
WHERE = re.compile(r"--(bind|schedule)=\S+")


def exec_start(unit: str) -> list[str]:
    """The command of a unit, without the folder that its program lies in."""
    text = (UNITS / f"dorst-portal-{unit}.service").read_text()
    program, *rest = shlex.split(re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)[0])
    return [Path(program).name, *rest]


def same(command: list[str]) -> list[str]:
    return [WHERE.sub(r"--\1", word) for word in command]


# --- containers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SERVICES)
def test_de_06_no_container_has_root_rights_or_a_disk_of_its_own(name: str) -> None:
    service = SERVICES[name]
    uid = int(str(service["user"]).partition(":")[0])
    assert uid > 0
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "privileged" not in service
    assert "/var/run/docker.sock" not in str(service)


def test_everything_that_keeps_running_has_a_health_check() -> None:
    assert {name for name, one in SERVICES.items() if "healthcheck" not in one} == {
        "migrate",
        "backup",
    }
    assert SERVICES["backup"]["profiles"] == ["backup"], "up --detach starts it as well"


def test_only_the_proxy_can_be_reached_and_web_reaches_nobody_outside() -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    networks = COMPOSE["networks"]
    outside = {name for name, one in networks.items() if not (one or {}).get("internal")}
    assert outside == {"outside"}
    assert {name for name, one in SERVICES.items() if "outside" in one["networks"]} == {
        "proxy",
        "worker",
    }


def test_de_07_secrets_come_from_files_and_stand_in_no_command_or_environment() -> None:
    secrets = set(COMPOSE["secrets"])
    assert {one["file"] for one in COMPOSE["secrets"].values()} == {
        f"./secrets/{name}" for name in secrets
    }
    for name in PORTAL:
        environment = SERVICES[name]["environment"]
        for key in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
            assert key not in environment
            assert environment[f"{key}_FILE"] == f"/run/secrets/{key.lower()}"
    for secret in secrets:
        assert f"secrets/{secret}" in RUNNING, f"the book does not make {secret}"


def test_de_01_every_image_has_a_version_and_a_digest() -> None:
    named = re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", (ROOT / "docker-compose.yml").read_text())
    assert {name for name, _ in named} == {
        "PYTHON_IMAGE",
        "CADDY_IMAGE",
        "POSTGRES_IMAGE",
        "REDIS_IMAGE",
    }
    for name, image in named:
        assert re.fullmatch(r"[a-z]+:\d[\w.-]+@sha256:[0-9a-f]{64}", image), image
        assert f"`{name}`" in RUNNING
    # The Dockerfile falls back on the same ones.
    assert dict(re.findall(r"^ARG (\w+)=(\S+)$", DOCKERFILE, re.MULTILINE)) == {
        name: image for name, image in named if name in ("PYTHON_IMAGE", "CADDY_IMAGE")
    }
    assert not re.findall(r"^FROM (?!\$\{)", DOCKERFILE, re.MULTILINE)


def test_de_05_the_image_takes_hashed_wheels_and_leaves_tests_and_demo_out() -> None:
    assert "--no-deps --require-hashes --only-binary :all:" in DOCKERFILE
    assert not re.search(r"apk add|build-essential|gcc", DOCKERFILE)
    [libraries] = re.findall(r"apt-get install (.+?)&&", DOCKERFILE, re.DOTALL)
    named = {word for word in re.split(r"[\s\\]+", libraries) if word and word[0] != "-"}
    assert named == {
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "fonts-liberation",
        "fonts-dejavu-core",
        "postgresql-client",
    }
    for package in named:  # by hand they are the same
        assert package in RUNNING
        assert package in (ROOT / ".ci" / "run").read_text()
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines[1] == "*"  # nothing goes along but what is named
    named = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in named)
    assert not named & {"tests", "docs", "bench", "scripts", "requirements-dev.txt", ".env"}
    assert {"dorst_portal/demo", "templates/demo", "groups/example"} <= set(lines)


def test_de_06_each_image_ends_as_somebody_without_rights() -> None:
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    users = [re.findall(r"^USER (\d+):\d+$", stage, re.MULTILINE) for stage in stages]
    assert users == [[], ["10002"], ["10001"]]  # what the first one makes is copied out of it


def test_the_portal_is_no_superuser_of_postgresql_on_either_road() -> None:
    """Its role owns its database and may do nothing else, by hand and with containers."""
    urls = re.findall(r"postgres://(\w+):\$\w+@postgres:5432/(\w+)", RUNNING)
    assert urls == [("dorst", "dorst")]
    postgres = SERVICES["postgres"]
    assert postgres["environment"]["POSTGRES_USER"] != "dorst", "the image makes it a superuser"
    script = "deploy/postgres-role.sh"
    assert f"./{script}:/docker-entrypoint-initdb.d/10-portal.sh:ro" in postgres["volumes"]
    assert os.access(ROOT / script, os.X_OK)
    made = (ROOT / script).read_text()
    rights = re.findall(r"^CREATE ROLE dorst ([A-Z ]+) PASSWORD :'password';$", made, re.MULTILINE)
    assert rights == ["LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"]
    assert "createuser --no-superuser --no-createdb --no-createrole dorst" in RUNNING
    for owned in ("CREATE DATABASE dorst OWNER dorst", "ENCODING 'UTF8' LOCALE 'C.UTF-8'"):
        assert owned in made
    assert "createdb --owner dorst --encoding UTF8 --locale C.UTF-8" in RUNNING
    # And nobody but PostgreSQL itself holds the superuser's password.
    holders = [name for name, one in SERVICES.items() if "postgres_password" in str(one)]
    assert holders == ["postgres"]


# --- the same without containers ----------------------------------------------------------------


def test_units_and_containers_run_the_same_commands() -> None:
    web = json.loads(
        re.findall(r"^CMD (\[\"gunicorn.*?\])$", DOCKERFILE.replace("\\\n", ""), re.MULTILINE)[0]
    )
    assert same(exec_start("web")) == same(web)
    for name in ("worker", "beat", "backup"):
        assert same(exec_start(name)) == same(SERVICES[name]["command"])


def test_stopping_leaves_the_same_time_everywhere() -> None:
    for name in ("web", "worker", "beat"):
        text = (UNITS / f"dorst-portal-{name}.service").read_text()
        seconds = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
        assert SERVICES[name]["stop_grace_period"] == f"{seconds[0]}s"


def test_the_proxy_keeps_connections_shorter_than_the_web_server() -> None:
    kept = re.findall(r"keepalive (\d+)s", (ROOT / "deploy" / "Caddyfile").read_text())
    given = [word for word in exec_start("web") if word.startswith("--keep-alive=")]
    assert int(kept[0]) < int(given[0].partition("=")[2])


def test_br_04_each_night_one_back_up_and_what_runs_is_started_again() -> None:
    timer = (UNITS / "dorst-portal-backup.timer").read_text()
    assert re.search(r"^OnCalendar=\*-\*-\* \d\d:\d\d:\d\d$", timer, re.MULTILINE)
    assert "Persistent=true" in timer
    assert "enable --now dorst-portal-backup.timer" in RUNNING
    for name in ("web", "worker", "beat"):
        assert "Restart=always" in (UNITS / f"dorst-portal-{name}.service").read_text()
    once = (UNITS / "dorst-portal-backup.service").read_text()
    assert "Type=oneshot" in once
    # The only place that it may write is where the settings say that back-ups go.
    [where] = re.findall(r"^ReadWritePaths=(.+)$", once, re.MULTILINE)
    assert f"BACKUP_DIR={where}\n" in (ROOT / ".env.example").read_text()
    everything = (UNITS / "dorst-portal-.service.d" / "hardening.conf").read_text()
    assert "Restart" not in everything, "what runs once is not started again and again"


def test_dp_08_each_process_may_write_who_was_wiped_and_nothing_else() -> None:
    """Without that folder nobody can be wiped: the line beside the database comes first."""
    everything = (UNITS / "dorst-portal-.service.d" / "hardening.conf").read_text()
    assert "ProtectSystem=strict" in everything
    example = (ROOT / ".env.example").read_text()
    [var] = re.findall(r"^VAR_DIR=(.+)$", example, re.MULTILINE)
    assert re.findall(r"^ReadWritePaths=-(.+)$", everything, re.MULTILINE) == [f"{var}/erasures"]
    assert f"install -d -m 0700 -o dorst -g dorst {var}/erasures\n" in RUNNING
    # What the web server counts lies where it is gone with the server.
    assert "PrivateTmp=yes" in everything
    [counts] = re.findall(r"^METRICS_DIR=(.+)$", example, re.MULTILINE)
    assert counts.startswith("/tmp/")  # noqa: S108 - the unit's own
    for name in PORTAL:
        assert SERVICES[name]["environment"]["METRICS_DIR"] == counts
        assert any(one.startswith("/tmp:") for one in SERVICES[name]["tmpfs"])  # noqa: S108


def test_cf_10_a_postgresql_that_is_killed_as_a_whole_comes_back_by_itself() -> None:
    """Debian's unit leaves it lying; systemd reads each key only in its own section."""
    added = configparser.ConfigParser()
    added.read(UNITS / "postgresql@.service.d" / "portal.conf")
    assert added["Service"]["Restart"] == "on-failure", "who stops it wants it stopped"
    assert float(added["Service"]["RestartSec"]) <= 5
    assert added["Unit"]["StartLimitIntervalSec"] == "0", "a disk may be full for an hour"


def test_de_06_units_may_do_nothing_that_they_need_not() -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("left out: systemd-analyze is not here")
    for name in ("web", "worker", "beat", "backup"):
        asked = f"dorst-portal-{name}.service"
        told = subprocess.run(
            [tool, "security", "--offline=true", "--threshold=20", "--no-pager", UNITS / asked],
            env={"SYSTEMD_UNIT_PATH": f"{UNITS}:"},
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stdout[-400:] + told.stderr


# --- the proxy's own page -----------------------------------------------------------------------


def test_the_style_of_the_maintenance_page_is_the_one_that_the_proxy_allows() -> None:
    page = (ROOT / "deploy" / "maintenance.html").read_text()
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in (ROOT / "deploy" / "Caddyfile").read_text()
    assert "112" in page
    assert not re.search(r"src=|href=\"(?!tel:)", page), (
        "it asks for something that is away as well"
    )


# --- the book -----------------------------------------------------------------------------------


def test_the_book_tells_of_every_setting() -> None:
    text = (ROOT / "dorst_portal" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", text)) - {"TEST_DB_NAME"}
    read.add("SECRET_KEY")
    table = RUNNING[RUNNING.index("## Settings") :]
    assert {name for name in read if f"`{name}`" not in table} == set()


def test_one_version_stands_everywhere() -> None:
    """A release is a commit in which all of these say the same."""
    assert f'version = "{settings.VERSION}"' in (ROOT / "pyproject.toml").read_text()
    assert f'softwareVersion: "{settings.VERSION}"' in (ROOT / "publiccode.yml").read_text()
    released = re.findall(
        r"^## \[?v?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert released[:1] in ([], [settings.VERSION]), "the newest one stands on top"
    assert f"git clone REPOSITORY /opt/dorst-portal/{settings.VERSION}\n" in RUNNING


def test_the_example_names_settings_that_exist_and_no_secret() -> None:
    text = (ROOT / "dorst_portal" / "settings.py").read_text()
    for line in (ROOT / ".env.example").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            assert f'"{name.removesuffix("_FILE")}"' in text or "SECRET_KEY" in name
            assert not re.search(r"[\s'\"]", value), "shell, systemd and compose read it"


def test_the_history_of_the_code_is_in_no_image_and_out_of_reach_of_a_unit() -> None:
    hardening = (UNITS / "dorst-portal-.service.d" / "hardening.conf").read_text()
    assert "\nInaccessiblePaths=-/opt/dorst-portal/current/.git\n" in hardening
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    assert not any(line.startswith("!.git") for line in ignored)
