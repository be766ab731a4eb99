"""Compiles every template, also those that no test renders, and looks for what they name."""

import os
import sys
from collections.abc import Iterator

import django
from django.conf import settings
from django.template import Engine, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import FilterExpression, Node
from django.template.loader_tags import ExtendsNode, IncludeNode


def named_in(template: Template) -> Iterator[str]:
    """The templates that it extends or includes by name; Django itself looks when it renders."""
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, ExtendsNode):
            name = node.parent_name
        elif isinstance(node, IncludeNode):
            name = node.template
        else:
            continue
        if isinstance(name, FilterExpression) and isinstance(name.var, str):
            yield name.var


def says_names(engine: Engine, template: Template) -> bool:
    """Whether it says a name of the village, itself or through what it includes."""
    source = template.source
    return "here." in source or any(
        says_names(engine, engine.get_template(name)) for name in named_in(template)
    )


def nameless_in(engine: Engine, template: Template) -> Iterator[str]:
    """What it includes with `only` that says the names of the village, and is not given them."""
    for node in template.nodelist.get_nodes_by_type(IncludeNode):
        if not isinstance(node, IncludeNode) or "here" in node.extra_context:
            continue
        if not node.isolated_context or not isinstance(node.template, FilterExpression):
            continue
        name = node.template.var
        if isinstance(name, str) and says_names(engine, engine.get_template(name)):
            yield name


def main() -> int:
    """Fails on a template that does not compile, names another that is not there, or would leave
    out the names of the village.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dorst_portal.settings")
    django.setup()
    engine = Engine.get_default()
    folder = settings.BASE_DIR / "templates"
    paths = sorted(path for path in folder.rglob("*.*") if path.is_file())
    wrong = []
    for path in paths:
        name = str(path.relative_to(folder))
        try:
            template = engine.get_template(name)
            for other in named_in(template):
                engine.get_template(other)
            for other in nameless_in(engine, template):
                wrong.append(f"{name}: {other} says a name of the village: give it here=here")
            if " as here %}" in template.source:
                wrong.append(f"{name}: `here` is the names of the village; call it otherwise")
        except TemplateDoesNotExist as error:
            wrong.append(f"{name}: there is no {error}")
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            wrong.append(f"{name}: {error}")
    print(*wrong, f"{len(paths)} templates", sep="\n")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
