"""`manage.py serve`: web, worker and timetable of a small or example village, in the foreground."""

import os
import signal
import socket
import sys
import time
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dorst_portal.kit.running.processes import Crew

HOST = "127.0.0.1"
THREADS = 4
# All of it is gone within ten seconds: the web server finishes its answers, the worker its mail.
SECONDS_TO_FINISH = 5
SECONDS_TO_STOP = 8
LOOK_EVERY = 0.1


class Command(BaseCommand):
    help = "Runs web, worker and timetable as one foreground process; Ctrl-C stops all of it."
    requires_system_checks: list[str] = []  # the children check, and starting twice is slow

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, port: int, workers: int, **options: Any) -> None:
        _refuse_a_port_in_use(port)
        self._told_to_stop = False
        for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, self._stop)
        environment = {**os.environ, "PORT": str(port)}
        crew = Crew()
        try:
            crew.start(
                "the web server",
                _web(port, workers),
                environment=environment,
                orphaned=signal.SIGTERM,
            )
            crew.start("the worker", _worker(), environment=environment)
            self._watch(crew, port)
        finally:
            crew.stop(seconds=SECONDS_TO_STOP)

    def _stop(self, *_: Any) -> None:
        self._told_to_stop = True

    def _watch(self, crew: Crew, port: int) -> None:
        """Say when the site is ready, and wait until we are told to stop or a child ends."""
        ready = False
        while not self._told_to_stop:
            if child := crew.ended():
                code = child.process.returncode
                raise CommandError(f"Stopping: {child.name} ended by itself (code {code}).")
            if not ready and _answers(port):
                ready = True
                self._announce(port)
            time.sleep(LOOK_EVERY)

    def _announce(self, port: int) -> None:
        site = f"http://localhost:{port}"
        lines = [f"The portal is ready at {site}/"]
        if settings.DEMO:
            lines += [f"  accounts to try  {site}/demo/", f"  mails to read    {site}/demo/mail/"]
        if settings.DEBUG:
            lines.append("A change in the code shows at once; only the worker wants a new start.")
        lines += ["Ctrl-C stops it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _web(port: int, workers: int) -> list[str]:
    if settings.DEBUG:  # `make dev`: starts itself anew when the code changes
        return [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    return [
        *(sys.executable, "-m", "gunicorn", "dorst_portal.wsgi:application"),
        f"--bind={HOST}:{port}",
        "--worker-class=gthread",
        f"--workers={workers}",
        f"--threads={THREADS}",
        f"--graceful-timeout={SECONDS_TO_FINISH}",
        "--no-control-socket",
        "--logger-class=dorst_portal.kit.running.gunicorn.LogLines",
    ]


def _worker() -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "--quiet", "--app=dorst_portal", "worker"),
        *("--beat", "--pool=threads", f"--concurrency={THREADS}", "--loglevel=WARNING"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def _refuse_a_port_in_use(port: int) -> None:
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise CommandError(f"Port {port} is in use; choose another with PORT=.") from error


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
