"""One half of a run: all inputs on the database of this process, a line of JSON for each.

    python -m tests.fuzz.half --out FILE --seed 1 --inputs 600

The whole (`python -m tests.fuzz`) starts it, on each database.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import django

django.setup()

from tests.fuzz import still  # noqa: E402 - models need Django to be set up

CHANCE = still.stand_still()

from tests.fuzz.actors import Actor, people_of_the_village  # noqa: E402
from tests.fuzz.catalogue import Catalogue, Reader, read_the_site  # noqa: E402
from tests.fuzz.checks import faults_of, summary  # noqa: E402
from tests.fuzz.errors import Errors  # noqa: E402
from tests.fuzz.inputs import Input, Inputs  # noqa: E402
from tests.fuzz.wire import Answer, Request, send  # noqa: E402

HOPS = 2
REDIRECTS = (301, 302, 303, 307, 308)


class Run:
    """The village, the catalogue of what can be sent, and what watches."""

    def __init__(self, seed: str, *, pages: int, routes: str = "") -> None:
        CHANCE.begin_anew("village")
        self.errors = Errors()
        self.outward = still.Outward()
        people, site = people_of_the_village()
        self.taken_back = still.TakenBack()
        reader = Reader(site, self.taken_back, CHANCE, pages=pages, routes=routes)
        self.catalogue = read_the_site(reader, people)
        self.inputs = Inputs(self.catalogue, seed)
        self.seed = seed
        self.errors.taken()

    def one(self, number: int, *, keep: Path | None = None) -> dict[str, Any]:
        """Send one input; what came back in short, and what is wrong with it. `keep` is a folder
        for the answers as they were.
        """
        one = self.inputs.make(number)
        faults: list[str] = []
        steps: list[tuple[Request, Answer, Actor]] = []
        with self.taken_back.all_of_it():
            try:
                steps.extend(self._steps(one))
            except Exception as error:  # noqa: BLE001 - what no layer caught is a fault as well
                faults.append(f"uncaught: {type(error).__name__}")
            if broken := self.taken_back.breaks_a_rule():
                faults.append(f"commit: {broken}")
        for step, (request, answer, actor) in enumerate(steps):
            faults += faults_of(request, answer, actor)
            if keep:
                told = f"{actor.name}: {request}\n\n{answer.status}\n{answer.headers}"
                (keep / f"{number}-{step}.txt").write_text(f"{told}\n{answer.text}")
        faults += [f"log: {told}" for told in self.errors.taken()]
        faults += [f"outward: {call}" for call in self.outward.calls]
        self.outward.calls.clear()
        lines = [summary(answer) for _, answer, _ in steps]
        slowest = max((answer.seconds for _, answer, _ in steps), default=0)
        result: dict[str, Any] = {"n": number, "told": lines, "s": round(slowest, 3)}
        if faults:
            result |= {"faults": list(dict.fromkeys(faults))}
        if faults or keep:
            about = f"{one.actor.name} {one.target.kind} {one.target.name}"
            result |= {"sent": f"{about}: {one.request}"}
        return result

    def _steps(self, one: Input) -> Iterator[tuple[Request, Answer, Actor]]:
        """The request itself, where it leads, and a page of somebody else when it did something."""
        CHANCE.begin_anew(f"{self.seed} {one.number}")
        cookies, request = one.cookies.copy(), one.request
        answer = send(request, cookies)
        yield request, answer, one.actor
        if request.method != "POST" or answer.status not in REDIRECTS:
            return
        for _ in range(HOPS):
            split = urlsplit(urljoin(f"http://localhost:8000{request.path}", answer.location))
            if answer.status not in REDIRECTS or split.netloc != "localhost:8000":
                break
            request = Request("GET", split.path, split.query)
            answer = send(request, cookies)
            yield request, answer, one.actor
        for actor, path in one.looks:
            look = Request("GET", path)
            yield look, send(look, actor.cookies.copy()), actor


def told_of(catalogue: Catalogue) -> dict[str, Any]:
    """What the run walks along; both databases must find the same."""
    places = [
        [place.actor.name, place.route, place.paths, place.queries, sorted(place.parameters)]
        + [[one.action, sorted(one.form.fields)] for one in place.forms]
        for place in catalogue.places
    ]
    fields = {
        (place.route, name)
        for place in catalogue.places
        for one in place.forms
        for name in one.form.fields
    }
    return {
        "places": places,
        "routes": len({place.route for place in catalogue.places}),
        "fields": len(fields),
        "parameters": len({(p.route, name) for p in catalogue.places for name in p.parameters}),
        "targets": Counter(target.kind for target in catalogue.targets),
        "never": catalogue.never_reached,
    }


def main() -> int:
    """Carry out the half that the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--inputs", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--routes", default="")
    parser.add_argument("--pages", type=int, default=1)
    given = parser.parse_args()
    begun = time.perf_counter()
    run = Run(given.seed, pages=given.pages, routes=given.routes)
    numbers = [int(one) for one in given.only.split(",")] if given.only else range(given.inputs)
    with given.out.open("w", buffering=1) as file:
        file.write(json.dumps(told_of(run.catalogue)) + "\n")
        for number in numbers:
            told = run.one(number, keep=given.out.parent if given.only else None)
            file.write(json.dumps(told) + "\n")
        file.write(json.dumps({"seconds": round(time.perf_counter() - begun, 1)}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
