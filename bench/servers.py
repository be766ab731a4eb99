"""The web servers that are measured: all with the same settings."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
THREADS = 4
TICKS = os.sysconf("SC_CLK_TCK")
# The peers have an environment beside that of development: their packages are not the portal's.
PEERS_PYTHON = ROOT / f"{Path(sys.prefix).name}-bench" / "bin" / "python"


class Server:
    """gunicorn with two workers of four threads, for one project on one database."""

    def __init__(
        self,
        name: str,
        app: str,
        port: int,
        env: dict[str, str],
        folder: Path,
        python: Path | str = sys.executable,
    ) -> None:
        self.name = name
        self.port = port
        self.log = folder / f"{name}.log"
        # An environment of the peers' own holds nothing that has to be hidden.
        gunicorn = "bench.as_production" if python == sys.executable else "gunicorn"
        command = [
            *(str(python), "-m", gunicorn, app, f"--bind=127.0.0.1:{port}"),
            *("--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}"),
            "--no-control-socket",
        ]
        if app.startswith("dorst_portal"):
            command.append("--logger-class=dorst_portal.kit.running.gunicorn.LogLines")
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
            )

    def wait(self, path: str) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 60
        url = f"http://127.0.0.1:{self.port}{path}"
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(url, timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"{self.name} does not answer:\n{self.log.read_text()[-3000:]}")

    def worker_megabytes(self) -> list[float]:
        """Memory (RSS) of each worker now."""
        return [_rss(pid) for pid in workers_of(self.process.pid)]

    def cpu_seconds(self) -> float:
        """Processor time that the workers have used so far."""
        return sum(processor_seconds(pid) for pid in workers_of(self.process.pid))

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def workers_of(server: int) -> list[str]:
    """The processes that a web server started."""
    return Path(f"/proc/{server}/task/{server}/children").read_text().split()


def _rss(pid: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_seconds(pid: str) -> float:
    """What a process has used so far."""
    # After the name in brackets: utime and stime are the 14th and 15th of all fields.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def run_module(
    module: str, *arguments: str, env: dict[str, str], python: Path | str = sys.executable
) -> str:
    """The last line that a module says (before it come log lines), with settings of its own."""
    done = subprocess.run(
        [python, "-m", module, *arguments],
        cwd=ROOT,
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)}:\n{done.stderr[-3000:]}")
    return done.stdout.strip().rpartition("\n")[2]


def clean_environment() -> dict[str, str]:
    """The environment without what could lead to somebody's real data."""
    ours = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "VAR_DIR", "PORTAL_MODE", "PORT")
    return {name: value for name, value in os.environ.items() if name not in ours}
