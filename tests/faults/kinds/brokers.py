"""CF-08, CF-13: the broker, Redis, or a folder."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

from tests.faults.kinds.register import POSTGRESQL, SQLITE, kind
from tests.faults.servers import Redis
from tests.faults.world import World

REDIS, FOLDER = (POSTGRESQL,), (SQLITE,)
HALF_A_MESSAGE = b'{"body": "W1tdLCB7fSwg'
NOBODYS_TASK = (
    b'{"body": "W1tdLCB7fSwge31d", "content-encoding": "utf-8", "content-type": '
    b'"application/json", "headers": {"lang": "py", "task": "nobodys.task", "id": "1", '
    b'"root_id": "1", "parent_id": null, "group": null}, "properties": {"correlation_id": "1", '
    b'"delivery_mode": 2, "delivery_info": {"exchange": "", "routing_key": "celery"}, '
    b'"priority": 0, "body_encoding": "base64", "delivery_tag": "1"}}'
)


@kind("broker: killed", databases=REDIS, brief=True)
def killed(world: World, seconds: float) -> None:
    _redis(world).kill()


@kind("broker: refuses connections", databases=REDIS)
def refuses(world: World, seconds: float) -> None:
    with _stopped(world):
        time.sleep(seconds)


@kind("broker: frozen", databases=REDIS)
def frozen(world: World, seconds: float) -> None:
    with _redis(world).frozen():
        time.sleep(seconds + 2)


@kind("broker: everything in it gone (FLUSHALL)", databases=REDIS)
def flushed(world: World, seconds: float) -> None:
    _redis(world).client().flushall()


@kind("broker: full (maxmemory)", databases=REDIS, brief=True)
def full(world: World, seconds: float) -> None:
    client = _redis(world).client()
    client.config_set("maxmemory", "1")
    time.sleep(seconds)
    client.config_set("maxmemory", "0")


@kind("broker: its folder cannot be used", databases=FOLDER, brief=True)
def folder_in_the_way(world: World, seconds: float) -> None:
    folder = _folder(world)
    aside = folder.with_name("broker-aside")
    folder.rename(aside)
    folder.write_text("no folder")
    time.sleep(seconds)
    folder.unlink()
    aside.rename(folder)


@kind("broker: its folder gone", databases=FOLDER)
def folder_gone(world: World, seconds: float) -> None:
    shutil.rmtree(_folder(world), ignore_errors=True)


@kind("broker: its folder emptied", databases=FOLDER)
def folder_emptied(world: World, seconds: float) -> None:
    for file in _folder(world).glob("*.msg"):
        file.unlink(missing_ok=True)


@kind("broker: half a message in it", brief=True)
def half_a_message(world: World, seconds: float) -> None:
    _put(world, HALF_A_MESSAGE)


@kind("broker: a task that nobody knows")
def nobodys_task(world: World, seconds: float) -> None:
    _put(world, NOBODYS_TASK)


def _put(world: World, message: bytes) -> None:
    if world.redis:
        world.redis.client().lpush("celery", message)
        return
    draft = _folder(world) / f"{time.time_ns()}_poison.draft"
    draft.write_bytes(message)
    draft.rename(draft.with_name(f"{draft.stem}.celery.msg"))


def _redis(world: World) -> Redis:
    assert world.redis
    return world.redis


def _folder(world: World) -> Path:
    return world.site.folder / "broker"


@contextmanager
def _stopped(world: World) -> Iterator[None]:
    """It stays away until the end of the block."""
    kept = world.site.keeper.kept["redis"]
    with world.site.keeper.lock:
        kept.wanted = False
    with suppress(redis.RedisError):
        _redis(world).stop()
    try:
        yield
    finally:
        with world.site.keeper.lock:
            kept.start()
            kept.wanted = True
