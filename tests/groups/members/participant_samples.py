"""What chat apps show and copy, and whom it holds: a name, a number, or both. One table for the
server and for the browser.
"""

from typing import Final

from groups.members.comparing import Known

ONE, TWO, THREE = "+31600000001", "+31600000002", "+31600000003"
# What was pasted; the people as "name|number"; whether "you" is among them; whether it is cut.
SAMPLES: Final[dict[str, tuple[str, list[str], bool, bool]]] = {
    "the line on top, Dutch": (
        "Anja Jansen, Bert de Wit, +31 6 00000001, Jij",
        ["Anja Jansen|", "Bert de Wit|", f"|{ONE}"],
        True,
        False,
    ),
    "the line on top, English": ("Anja, Bert, You", ["Anja|", "Bert|"], True, False),
    "the line on top, German": ("Anja, Bert, Du", ["Anja|", "Bert|"], True, False),
    "the line on top, Polish": ("Agnieszka, Paweł, Ty", ["Agnieszka|", "Paweł|"], True, False),
    "the line on top, Turkish": ("Ayşe, İbrahim, Siz", ["Ayşe|", "İbrahim|"], True, False),
    "the line on top, Arabic": ("فاطمة، محمد، أنت", ["فاطمة|", "محمد|"], True, False),
    "the line on top, French": ("Anja, Bert, Vous", ["Anja|", "Bert|"], True, False),
    "Arabic and Persian digits": (
        "فاطمة، +٣١ ٦ ٠٠٠٠٠٠٠١\nمحمد، +۳۱ ۶ ۰۰۰۰۰۰۰۲",
        ["فاطمة|", f"|{ONE}", "محمد|", f"|{TWO}"],
        False,
        False,
    ),
    "cut off, Dutch": ("Anja, Bert en 12 anderen", ["Anja|", "Bert|"], False, True),
    "cut off, English": ("Anja, Bert, and 3 others", ["Anja|", "Bert|"], False, True),
    "cut off, German": ("Anja, Bert und 3 weitere", ["Anja|", "Bert|"], False, True),
    "cut off, Polish": ("Anja, Bert i 3 innych", ["Anja|", "Bert|"], False, True),
    "cut off, a plus": ("Anja, Bert, +3 meer", ["Anja|", "Bert|"], False, True),
    "a name a line with roles": (
        "Jij\nGroepsbeheerder\nAnja Jansen\nBeschikbaar\nBert\n",
        ["Anja Jansen|", "Bert|"],
        True,
        False,
    ),
    "English roles and about": (
        "You\nAnja\nHey there! I am using WhatsApp.\nBert\nGroup admin\n",
        ["Anja|", "Bert|"],
        True,
        False,
    ),
    "German roles": ("Du\nAnja\nGruppenadmin\nVerfügbar\n", ["Anja|"], True, False),
    "Polish roles": ("Ty\nAnja\nAdministrator grupy\nDostępny\n", ["Anja|"], True, False),
    "Turkish roles": ("Siz\nAyşe\nGrup yöneticisi\nMüsait\n", ["Ayşe|"], True, False),
    "Arabic roles": ("أنت\nفاطمة\nمشرف المجموعة\n", ["فاطمة|"], True, False),
    "a number and its own name below": (
        "+31 6 00000001\n~Anja\n+31 6 00000002\n~ Bert\n",
        [f"Anja|{ONE}", f"Bert|{TWO}"],
        False,
        False,
    ),
    "an own name and its number below": (
        "~Anja\n+31 6 00000001\n~Bert\n+31 6 00000002\n",
        [f"Anja|{ONE}", f"Bert|{TWO}"],
        False,
        False,
    ),
    "an own name between saved ones": (
        "Piet\n~Anja\nKees",
        ["Piet|", "Anja|", "Kees|"],
        False,
        False,
    ),
    "the marks that telephones put around": (
        "\u202a+31\u00a06\u00a000000001\u202c, \u200e~Bert",
        [f"Bert|{ONE}"],
        False,
        False,
    ),
    "Dutch notations": (
        "06-00000001\n0031 6 0000 0002\n(06) 0000.0003",
        [f"|{ONE}", f"|{TWO}", f"|{THREE}"],
        False,
        False,
    ),
    "of another country": (
        "+32 470 00 00 01\n+48 600 000 001",
        ["|+32470000001", "|+48600000001"],
        False,
        False,
    ),
    "name and number on one line": (
        "Anja Jansen: 06 00000001\nBert (+31 6 0000 0002)\n06 00000003 - Kees",
        [f"Anja Jansen|{ONE}", f"Bert|{TWO}", f"Kees|{THREE}"],
        False,
        False,
    ),
    "a numbered list": (
        "1. Anja\n2) Bert\n- Kees\n• Els",
        ["Anja|", "Bert|", "Kees|", "Els|"],
        False,
        False,
    ),
    "a sheet": (
        "Anja\t06 00000001\nBert\t06 00000002",
        [f"Anja|{ONE}", f"Bert|{TWO}"],
        False,
        False,
    ),
    "Telegram": (
        "Anja\nlaatst gezien vandaag om 19:02\nBert\nlast seen recently\nowner\nKees\nonline",
        ["Anja|", "Bert|", "Kees|"],
        False,
        False,
    ),
    "Signal": ("Jij\nAnja Jansen\nBeheerder\nBert", ["Anja Jansen|", "Bert|"], True, False),
    "a role in brackets": (
        "Anja (beheerder), Bert (buurvrouw)",
        ["Anja|", "Bert (buurvrouw|"],
        False,
        False,
    ),
    "a heading": ("42 leden\nAnja\n42 members", ["Anja|"], False, False),
    "hearts and nothing": ("Anja 🌷\n❤️\n \n,,,\n1234", ["Anja|"], False, False),
    "twice the same": (
        "Anja\nAnja\n06 00000001\n+31 6 00000001",
        ["Anja|", f"|{ONE}"],
        False,
        False,
    ),
    "about oneself": ("Anja\nAltijd in voor een praatje!\nBert", ["Anja|", "Bert|"], False, False),
    "nothing": ("  \n ", [], False, False),
}

# A list, and what pastes tell of it: who is there, who looks like somebody, and who is a stranger.
KNOWN = [
    Known.of(1, "Anja Jansen", ONE, address="Spoorstraat 12a"),
    Known.of(2, "Bert de Wit", TWO, address="Spoorstraat 14"),
    Known.of(3, "Mohammed El Amrani", THREE, address="Spoorstraat 16"),
    Known.of(4, "Kees Smit", "+31600000004", also="Bakkerij Smit", address="Spoorstraat 20"),
]
PASTES: Final[list[tuple[str, set[int], dict[int, list[str]], list[str]]]] = [
    ("06 00000001, Bert de Wit", {1, 2}, {}, []),
    # A number decides, whatever the name beside it.
    ("+31 6 0000 0001 ~Zonnetje", {1}, {}, []),
    ("ANJA JANSEN, bert  de wit", {1, 2}, {}, []),
    ("Bakkerij Smit", {4}, {}, []),
    ("Anja, B. de Wit", set(), {1: ["Anja"], 2: ["B. de Wit"]}, []),
    ("Anja Janssen, Anja 12a", set(), {1: ["Anja Janssen", "Anja 12a"]}, []),
    ("Mohamed el Amrani", set(), {3: ["Mohamed el Amrani"]}, []),
    ("Anja Spoorstraat", set(), {1: ["Anja Spoorstraat"]}, []),
    # The same name with another number: a new number, or somebody else.
    ("Anja Jansen 06 00000009", set(), {1: ["Anja Jansen +31600000009"]}, []),
    ("Piet, 06 00000009", set(), {}, ["Piet", "+31600000009"]),
    ("J, de Vries", set(), {}, ["J", "de Vries"]),
    ("", set(), {}, []),
]
