"""The components: what they draw, and that a slip in a prop makes the page fail."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from dorst_portal.kit import dutch
from dorst_portal.kit.gallery import SampleForm
from dorst_portal.kit.menus import MenuItem, menu_item
from dorst_portal.kit.tags import Tag

LEAVES = {
    "tag": '"Vandaag"',
    "button": '"Verstuur"',
    "button_link": '"Meedoen" href="/"',
    "back": '"/"',
    "phone_link": '"112"',
    "list_row": '"Anja" "/" "Spoorstraat 12" found age',
    "step": "1 3",
    "trap_field": '"website"',
    "task": '"Straten" status="done"',
    "error_summary": "form",
    "key_pages": "next=1",
}
BLOCKS = {
    "note": "",
    "card": 'title="Anja"',
    "details": 'summary="Meer"',
    "action_bar": "",
    "summary_list": "",
    "summary_row": 'term="Naam"',
    "task_list": "",
}
CALLS = {
    **{name: f"{{% {name} {props} PROP %}}" for name, props in LEAVES.items()},
    **{name: f"{{% {name} {props} PROP %}}x{{% end{name} %}}" for name, props in BLOCKS.items()},
}


def draw(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    template = Template("{% load portal crispy_forms_tags %}" + source)
    facts = {"request": request, "form": SampleForm(), "age": Tag("Vandaag", "neutral")}
    return template.render(Context(facts | context))


@pytest.mark.parametrize("name", sorted(CALLS))
def test_component_draws_and_refuses_an_unknown_prop(name: str) -> None:
    draw(CALLS[name].replace("PROP", ""))
    with pytest.raises(TemplateSyntaxError, match="colour"):
        draw(CALLS[name].replace("PROP", 'colour="pink"'))


@pytest.mark.parametrize(
    "source",
    [
        '{% tag "Vandaag" kind="pink" %}',
        '{% button "Verstuur" kind="pink" %}',
        '{% button_link "Meedoen" href="/" kind="pink" %}',
        '{% note kind="pink" %}x{% endnote %}',
        '{% card title="Anja" level=4 %}x{% endcard %}',
        '{% task "Straten" status="pink" %}',
    ],
)
def test_component_refuses_an_unknown_value(source: str) -> None:
    with pytest.raises(ValueError, match="choose one of"):
        draw(source)


def test_only_success_is_announced() -> None:
    assert 'role="status"' in draw('{% note kind="success" %}x{% endnote %}')
    assert "role=" not in draw('{% note kind="warning" %}x{% endnote %}')


def test_what_people_typed_is_escaped_in_every_component() -> None:
    typed = "<script>alert(1)</script>"
    sources = [
        "{% tag typed %}",
        "{% button typed name=typed value=typed about=typed %}",
        "{% button_link typed href=typed %}",
        "{% phone_link typed %}",
        "{% note title=typed %}{{ typed }}{% endnote %}",
        "{% card title=typed %}{{ typed }}{% endcard %}",
        "{% list_row typed typed typed strange strange more=typed %}",
        "{% details summary=typed %}{{ typed }}{% enddetails %}",
        "{% summary_row term=typed change_name=typed %}{{ typed }}{% endsummary_row %}",
        '{% task typed status="done" hint=typed %}',
    ]
    for source in sources:
        drawn = draw(source, typed=typed, strange=Tag(typed, "warn"))
        assert "<script>" not in drawn, source


def test_a_row_holds_one_tag_its_age_and_says_late_in_words() -> None:
    row = draw(
        '{% list_row "Anja" href "Spoorstraat 12a" found age more="Bram kijkt ernaar" %}',
        href="/?a=1&b=2",
        found=Tag("Adres klopt", "ok"),
        age=Tag("Wacht 8 dagen", "danger"),
    )
    assert '<li class="dp-row dp-row--late">' in row
    assert '<a href="/?a=1&amp;b=2">Anja</a> <span>Spoorstraat 12a</span>' in row
    assert row.count('"dp-tag ') == 1
    assert '<span aria-hidden="true">!!</span> Wacht 8 dagen' in row
    assert "Bram kijkt ernaar" in row


def test_a_row_can_do_without_a_tag() -> None:
    row = draw('{% list_row "Anja" "/" "" None age %}', age=Tag("Vandaag", "neutral"))
    assert "dp-tag" not in row
    assert "late" not in row


def test_trap_is_passed_by_people() -> None:
    html = draw('{% trap_field "website" %}')
    assert 'aria-hidden="true"' in html
    assert 'tabindex="-1"' in html
    assert 'autocomplete="off"' in html


def test_pages_go_on_by_key_and_keep_the_rest_of_the_address() -> None:
    first = draw("{% key_pages next=42 %}", "/straten/?q=spoor")
    later = draw("{% key_pages next=None %}", "/straten/?q=spoor&na=42")
    assert '<a href="?q=spoor&amp;na=42" rel="next">Volgende</a>' in first
    assert "Naar het begin" not in first
    assert '<a href="?q=spoor">Naar het begin</a>' in later
    assert "Volgende" not in later


def test_pages_without_a_next_one_draw_nothing() -> None:
    assert draw("{% key_pages next=None %}").strip() == ""


# --- Forms -----------------------------------------------------------------------------------


def form_html(data: dict[str, str] | None = None) -> str:
    return draw("{{ form|crispy }}", form=SampleForm(data))


def box(html: str, name: str) -> str:
    found = re.search(rf'<(input|select|textarea)[^>]* name="{name}"[^>]*>', html)
    assert found, name
    return found.group()


def test_hint_and_error_stand_between_label_and_box() -> None:
    html = form_html({})
    places = [
        html.index('<label class="dp-label" for="id_mobile">'),
        html.index('id="id_mobile_helptext"'),
        html.index('id="id_mobile_error"'),
        html.index('id="id_mobile" '),
    ]
    assert places == sorted(places)


def test_box_says_what_it_needs_to_a_screen_reader() -> None:
    mobile = box(form_html({}), "mobile")
    assert 'aria-describedby="id_mobile_helptext id_mobile_error"' in mobile
    assert 'aria-invalid="true"' in mobile
    assert 'aria-required="true"' in mobile
    assert 'autocomplete="tel"' in mobile


def test_browser_checks_nothing_itself() -> None:
    assert not re.search(r"\srequired[\s>=]", form_html())


def test_only_optional_questions_are_marked() -> None:
    html = form_html()
    assert html.count("(niet verplicht)") == 1
    assert "Wil je nog iets zeggen? <span" in html


def test_question_that_an_answer_makes_required_is_not_marked() -> None:
    class MailForm(forms.Form):
        email = forms.EmailField(
            required=False, widget=forms.EmailInput({"aria-required": "true", "placeholder": "x"})
        )

    html = draw("{{ form|crispy }}", form=MailForm())
    assert "(niet verplicht)" not in html
    assert "placeholder" not in html


def test_first_radio_is_where_the_summary_leads() -> None:
    html = draw("{% error_summary form %}{{ form|crispy }}", form=SampleForm({}))
    assert 'href="#id_has_app"' in html
    assert html.count('id="id_has_app"') == 1
    assert 'role="radiogroup"' in html


def test_all_links_of_the_summary_lead_to_a_box_with_the_same_words() -> None:
    html = draw("{% error_summary form %}{{ form|crispy }}", form=SampleForm({}))
    links = re.findall(r'<a href="#(\w+)">([^<]+)</a>', html)
    assert len(links) == 6
    for target, words in links:
        assert html.count(f'id="{target}"') == 1
        assert f'id="{target}_error"><span class="visually-hidden">Fout: </span>{words}</p>' in html


def test_summary_tells_errors_that_no_box_shows() -> None:
    class PairForm(forms.Form):
        nonce = forms.CharField(widget=forms.HiddenInput)

    form = PairForm({})
    form.add_error(None, "Druk nog een keer op Verstuur.")
    html = draw("{% error_summary form %}", form=form)
    assert "Druk nog een keer op Verstuur." in html
    assert html.count("<li>") == 2
    assert "<a" not in html


def test_summary_tells_errors_in_the_order_of_the_page() -> None:
    class PairForm(forms.Form):
        first = forms.CharField(required=False)
        second = forms.CharField()

        def clean(self) -> None:
            self.add_error(None, "Samen.")
            self.add_error("first", "Eerst.")

    html = draw("{% error_summary form %}", form=PairForm({}))
    told = [html.index(words) for words in ("Samen.", "#id_first", "#id_second")]
    assert told == sorted(told)


def test_no_summary_without_errors() -> None:
    assert draw("{% error_summary form %}").strip() == ""


def test_what_was_typed_stays() -> None:
    data = {"name": "<O'Brien>", "message": "Hoi", "has_app": "nee", "agree": "on", "group": "s"}
    html = form_html(data)
    assert 'value="&lt;O&#x27;Brien&gt;"' in box(html, "name")
    assert re.search(r"<textarea[^>]*>\s*Hoi</textarea>", html)
    assert re.search(r'<input[^>]*value="nee" checked', html)
    assert "checked" in box(html, "agree")
    assert re.search(r'<option value="s" selected>', html)


def test_formset_draws_each_form() -> None:
    formset = forms.formset_factory(SampleForm, extra=2)()
    html = draw("{{ formset|crispy }}", formset=formset)
    assert "form-TOTAL_FORMS" in html
    assert 'name="form-0-name"' in html
    assert 'name="form-1-name"' in html


# --- Dutch -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+31612345678", "06 12 34 56 78"),
        ("+31600001234", "06 00 00 12 34"),
        ("+31 6 12345678", "06 12 34 56 78"),
        ("+31162123456", "0162 123 456"),
        ("+32470123456", "+32 470 12 34 56"),
        ("112", "112"),
        ("0900-8844", "0900-8844"),
        ("geen nummer", "geen nummer"),
    ],
)
def test_telephone_numbers_in_groups(number: str, words: str) -> None:
    assert dutch.phone(number) == words


def test_references_numbers_and_times_stay_whole() -> None:
    text = "<b> vroeg D-4F7K2M om 20:14, 06 •• •• 12 34"
    assert Template("{% load portal %}{{ text|whole }}").render(Context({"text": text})) == (
        '&lt;b&gt; vroeg <span class="dp-whole">D-4F7K2M</span> <span class="dp-whole">om 20:14'
        '</span>, <span class="dp-whole">06 •• •• 12 34</span>'
    )


def test_telephone_link_can_be_tapped() -> None:
    assert draw('{% phone_link "0900-8844" %}') == (
        '<a class="dp-phone" href="tel:09008844">0900-8844</a>'
    )
    assert 'href="tel:+31612345678">06 12 34 56 78<' in draw('{% phone_link "+31612345678" %}')


@time_machine.travel(datetime(2026, 5, 20, 12, tzinfo=UTC), tick=False)
def test_dates_and_times_of_the_village() -> None:
    evening = datetime(2026, 5, 12, 18, 14, tzinfo=UTC)
    past_midnight = datetime(2026, 5, 12, 22, 30, tzinfo=UTC)
    assert dutch.day(evening) == "di 12 mei"
    assert dutch.clock(evening) == "20:14"
    assert dutch.moment(evening) == "di 12 mei om 20:14"
    assert dutch.moment(past_midnight) == "wo 13 mei om 00:30"
    assert dutch.day(date(2025, 12, 1)) == "ma 1 december 2025"
    assert draw("{{ nothing|day }}{{ nothing|clock }}{{ nothing|phone }}", nothing=None) == ""


# --- What is drawn once -----------------------------------------------------------------------


def test_the_frame_knows_nothing_of_the_page_it_stands_on() -> None:
    names = ("frame_head", "emergency", "help", "frame_links")
    source = "".join(f'{{% same_on_every_page "{name}" %}}' for name in names)
    secret = {"help_email": "anja@example.org", "user": "Anja Bewoner", "csrf_token": "Anja"}
    assert "nja" not in draw(source, path="/beheer/aanvraag/17/", **secret)
    assert draw(source, **secret) == draw(source)


def test_the_frame_follows_the_telephone_number_of_the_village(settings: Any) -> None:
    source = '{% same_on_every_page "help" %}'
    before = draw(source)
    settings.HELP_PHONE = "+31600001234"
    assert "06 00 00 12 34" in draw(source)
    settings.HELP_PHONE = ""
    assert draw(source) == before


def test_each_person_sees_the_own_menu_only() -> None:
    def lines(count: str) -> str:
        item = MenuItem("Aanvragen", "/beheer/", count, current="")
        return draw("{% menu items %}", items=[item])

    assert [lines(count).count(f"({count})") for count in ("1", "2", "1")] == [1, 1, 1]
    assert "(1)" not in lines("2")


@pytest.mark.parametrize(("current", "marked"), [("", 0), ("page", 1), ("true", 1)])
def test_what_is_more_stands_behind_meer_where_the_menu_is_one_line(
    current: Any, marked: int
) -> None:
    items = [
        MenuItem("Groepen", "/platform/groepen/", None, current=""),
        MenuItem("Cijfers", "/platform/cijfers/", None, current=current, more=True),
    ]
    folded = draw("{% menu items fold=True %}", items=items)
    assert folded.index("/platform/groepen/") < folded.index("<details")
    assert folded.index("<details") < folded.index("/platform/cijfers/")
    assert folded.count("dp-more__here") == marked
    assert "<details" not in draw("{% menu items %}", items=items)


@pytest.mark.parametrize(
    ("path", "href", "current"),
    [
        ("/platform/groepen/", "/platform/groepen/", "page"),
        ("/platform/groepen/spoorstraat/splitsen/", "/platform/groepen/", "true"),
        ("/platform/", "/platform/", "page"),
        ("/platform/groepen/", "/platform/", ""),
        ("/beheer/aanvraag/3/", "/beheer/", ""),
        ("/vraag/", "/", ""),
    ],
)
def test_the_menu_marks_the_page_that_is_open_or_its_section(
    path: str, href: str, current: str
) -> None:
    item = menu_item(RequestFactory().get(path), "Hier", href)
    assert item.current == current
    drawn = draw("{% menu items %}", items=[item])
    assert (f'aria-current="{current}"' in drawn) == bool(current)


@pytest.mark.parametrize(
    ("current", "sorted_by"), [("leden", 'aria-sort="descending"'), ("naam", "")]
)
def test_a_column_sorts_from_its_head_and_begins_at_the_top_again(
    current: str, sorted_by: str
) -> None:
    source = '{% sort_head "Leden" "leden" current number=True largest_first=True %}'
    request = RequestFactory().get("/platform/groepen/?zoek=spoor%26&op=naam&na=abc")
    drawn = draw(source, request=request, current=current)
    assert 'href="?zoek=spoor%26&amp;op=leden"' in drawn
    assert ("aria-sort" in drawn) == bool(sorted_by)
    assert sorted_by in drawn
    assert 'class="dp-num"' in drawn
