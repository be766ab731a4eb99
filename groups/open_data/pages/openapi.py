"""The description of the open data as OpenAPI 3.1, for who writes a program (in English, as code
is). Every field that is given out stands here and nothing else does; a test compares the two.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from dorst_portal.identity.current import here
from groups.models import ChatApp, Side
from groups.open_data.pages.lists import MOST
from groups.values.addresses import LARGEST_HOUSE_NUMBER

VERSION: Final = 1
LICENCE: Final = "CC0-1.0"
# What is wrong with a question, as a word for programs.
ERRORS: Final = {
    "bad_limit": f"limit must be a whole number from 1 to {MOST}",
    "bad_after": "after must be a key of this list, as `next` holds it",
}

Schema = dict[str, Any]


def openapi() -> Schema:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Open data: {here().watch}",
            "version": str(VERSION),
            "summary": "Which watch group an address belongs to.",
            "description": (
                "Public, without a key, from any origin and without credentials. There is no "
                "personal data in it. Within this version no field changes its name or meaning "
                "and none disappears. No promise is made about being reachable."
            ),
            "license": {"name": LICENCE, "identifier": LICENCE},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {
            reverse("open_groups"): _list("Groups", "Groups that are active or paused."),
            reverse("open_streets"): _list("Streets", "Streets of the village."),
            reverse("open_coverage"): _list(
                "Coverage", "Which house numbers of which street belong to which group."
            ),
        },
        "components": {"schemas": _schemas()},
    }


def _list(name: str, summary: str) -> Schema:
    return {
        "get": {
            "operationId": f"list{name}",
            "summary": summary,
            "parameters": [
                _asked("after", "Begin behind this key; `next` holds it.", {"type": "string"}),
                _asked(
                    "limit",
                    "At most so many rows.",
                    {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST},
                ),
                {
                    "name": "If-None-Match",
                    "in": "header",
                    "description": "The ETag of an answer that you kept.",
                    "schema": {"type": "string"},
                },
            ],
            "responses": {
                "200": {
                    "description": "A part of the list, in a fixed order.",
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": _json(name),
                },
                "304": {"description": "Nothing changed since the ETag that was sent."},
                "400": {"description": "A parameter is wrong.", "content": _json("Error")},
            },
        }
    }


def _asked(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _json(name: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _schemas() -> dict[str, Schema]:
    slug: Schema = {"type": "string", "pattern": "^[a-zA-Z0-9_-]+$"}
    slugs: Schema = {"type": "array", "items": slug, "uniqueItems": True}
    number = {"type": "integer", "minimum": 1, "maximum": LARGEST_HOUSE_NUMBER}
    text = {"type": "string"}
    group: dict[str, Schema] = {
        "slug": slug | {"description": "The id of the group; it does not change with its name."},
        "name": text,
        "app": {"enum": list(ChatApp.values), "description": "Where the group talks."},
        "area": text,
        "url": {"type": "string", "format": "uri", "description": "The page of the group."},
        "state": {
            "enum": ["open", "full", "paused"],
            "description": "Who asks to join a group that is full or paused has to wait.",
        },
        "members_about": {
            "type": ["integer", "null"],
            "minimum": 10,
            "multipleOf": 10,
            "description": "To the nearest ten; null where there are fewer than ten.",
        },
        "streets": slugs,
    }
    street: dict[str, Schema] = {
        "slug": slug | {"description": "The id of the street; it does not change with its name."},
        "name": text,
        "place": text,
        "groups": slugs | {"description": "More than one where a street is cut; may be empty."},
    }
    rule: dict[str, Schema] = {
        "street": slug,
        "from": number,
        "to": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "This number too; null is up to the end of the street.",
        },
        "side": {"enum": list(Side.values), "description": "Which numbers of the range."},
        "group": slug,
    }
    return {
        "Groups": _document("groups", "Group"),
        "Streets": _document("streets", "Street"),
        "Coverage": _document("coverage", "Rule"),
        "Group": _closed(group),
        "Street": _closed(street),
        "Rule": _closed(rule) | {"description": "A letter or addition never matters: 12a is 12."},
        "Error": _closed(
            {"version": {"const": VERSION}, "error": {"enum": list(ERRORS)}, "message": text}
        ),
    }


def _document(name: str, of: str) -> Schema:
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}, "maxItems": MOST}
    return _closed(
        {
            "version": {"const": VERSION},
            "licence": {"const": LICENCE},
            "example": {
                "type": "boolean",
                "description": "Whether the village is an example and its division invented.",
            },
            "village": {"type": "string"},
            name: rows,
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "Where the list goes on; null at its end.",
            },
        }
    )


def _closed(properties: Mapping[str, Schema]) -> Schema:
    """An object with all of these fields and no other."""
    required: Sequence[str] = list(properties)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }
