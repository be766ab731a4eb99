"""Text files with a sign between their cells."""

# ruff: noqa: E501
from typing import Final

from dorst_portal.kit.spreadsheets import csv_file
from groups.members.pages.files import HEADER
from tests.groups.members.lists.people import CAFE, JAN, MIEN, PLAIN, Who, csv, number

SEPARATED: Final[dict[str, tuple[bytes, list[Who]]]] = {
    "Excel here, semicolons": (csv(*PLAIN), [JAN, MIEN]),
    "Excel here, UTF-8 with its mark": (csv(*PLAIN, encoding="utf-8-sig"), [JAN, MIEN]),
    "Excel here, cp1252": (
        csv("Naam;Mobiel;Adres", "Café ’t Hoekske;0600000003;Geërfdstraat 1", encoding="cp1252"),
        [CAFE],
    ),
    "Excel, Unicode text": (
        csv(*(line.replace(";", "\t") for line in PLAIN), encoding="utf-16"), [JAN, MIEN],
    ),
    "Excel that says its sign": (csv("sep=;", *PLAIN), [JAN, MIEN]),
    "Excel on a Mac": (csv(*PLAIN, end="\r"), [JAN, MIEN]),
    "Google Sheets, commas": (csv(*(line.replace(";", ",") for line in PLAIN), end="\n"), [JAN, MIEN]),
    "LibreOffice, everything in quotes": (
        csv(*('"' + line.replace(";", '","') + '"' for line in PLAIN)), [JAN, MIEN],
    ),
    "bars": (csv(*(line.replace(";", "|") for line in PLAIN)), [JAN, MIEN]),
    "a title and a date on top": (
        csv("Ledenlijst buurtpreventie;;", "Stand 1-2-2026;;", ";;", *PLAIN), [JAN, MIEN],
    ),
    "a header on each page": (csv(*PLAIN[:2], PLAIN[0], PLAIN[2]), [JAN, MIEN]),
    "empty lines and columns": (
        csv(f";{PLAIN[0]};;", ";;;;;", f";{PLAIN[1]};;", "", f";{PLAIN[2]};;"), [JAN, MIEN],
    ),
    "no header": (csv(*PLAIN[1:]), [JAN, MIEN]),
    "no header, other columns": (
        csv("1;Spoorstraat 12;Jan de Vries;x;0600000001", "2;Seters 3a;Mien Bakker;;0600000002"),
        [JAN, MIEN],
    ),
    "parts of a name": (
        csv("Voornaam;Tussenvoegsel;Achternaam;Straat;Huisnr;Toev.;Postcode;Woonplaats;GSM",
            "Jan;de;Vries;Spoorstraat;12;;4849 XA;Dorst;0600000001",
            "Mien;;Bakker;Seters;3;a;4849XB;Dorst;0600000002"),
        [JAN._replace(postcode="4849 XA", place="Dorst"),
         MIEN._replace(postcode="4849XB", place="Dorst")],
    ),
    "a register of a club": (
        csv("Lidnr;Roepnaam;Tussenvoegsel(s);Achternaam;Geslacht;Geb.dat.;Straatnaam;Huisnummer;"
            "Huisnummer toevoeging;Telefoon;Mobiel nummer;E-mail",
            "A1;Jan;de;Vries;M;01-02-1960;Spoorstraat;12;;0161-000000;0600000001;jan@example.org",
            "A2;Mien;;Bakker;V;03-04-1970;Seters;3;a;;0600000002;"),
        [JAN._replace(email="jan@example.org"), MIEN],
    ),
    "last name first": (
        csv("Naam;Voornaam;tv;Straat;Nr;Tel", "Vries;Jan;de;Spoorstraat;12;0600000001"), [JAN],
    ),
    "small words behind the last name": (
        csv("Achternaam;Roepnaam;Mobiel;Adres", '"Vries, de";Jan;0600000001;Spoorstraat 12'), [JAN],
    ),
    "counted rows": (
        csv("Nr;Naam;Adres;Nummer", "1;Jan de Vries;Spoorstraat 12;0600000001"), [JAN],
    ),
    "house and mobile beside each other": (
        csv("naam,telefoon thuis,telefoon mobiel,adres", "Jan de Vries,0161-000000,0600000001,Spoorstraat 12"),
        [JAN],
    ),
    "groups in a column": (
        csv("Naam;App-groep;06-nummer;Adres", "Jan de Vries;Spoorstraat e.o.;0600000001;Spoorstraat 12"),
        [JAN._replace(group="Spoorstraat e.o.")],
    ),
    "a club with somebody": (
        csv("Bedrijf / club;Contactpersoon;Mobiel;E-mailadres",
            "Café ’t Hoekske;Mien Bakker;0600000002;hoekske@example.org"),
        [Who("Mien Bakker", number(2), email="hoekske@example.org", organisation="Café ’t Hoekske")],
    ),
    "numbers that a sheet spoiled": (
        csv("Naam;Mobiel", "A;612345678", "B;3,16E+10", "C;'0612345678", "D;6,12345678E+08", "E;06 12345678 (oma)",
            'F;"=""0612345678"""', "G;31612345678", "H;612345678,00"),
        [Who("A", "+31612345678"), Who("B"), *(Who(name, "+31612345678") for name in "CDEFGH")],
    ),
    "lines in a cell": (
        csv("Naam;Adres;Mobiel", '"Jan\nde Vries";"Spoorstraat 12\n4849 XA Dorst";0600000001'),
        [JAN._replace(address="Spoorstraat 12, 4849 XA Dorst")],
    ),
    "answers to a form": (
        csv("Timestamp,Wat is je naam?,Wat is je mobiele nummer?,Je adres (straat en huisnummer)",
            "2026/01/01 10:00,Jan de Vries,0600000001,Spoorstraat 12"),
        [JAN],
    ),
    "a column that says yes or no": (
        csv("WhatsApp;Naam;Mobiel;Adres", "ja;Jan de Vries;0600000001;Spoorstraat 12", "nee;Oma;;"),
        [JAN, Who("Oma")],
    ),
    "somebody above the header": (
        csv("Jan de Vries;0600000001;Spoorstraat 12", *PLAIN[:1], *PLAIN[2:]), [JAN, MIEN],
    ),
    "postcode and number": (
        csv("NAAM_LID;TEL_MOBIEL;POSTCODE_HUISNR", "Jan de Vries;0600000001;4849XA 12"),
        [JAN._replace(address="4849XA 12")],
    ),
    "name and last name": (
        csv("Name,Surname,Mobile,Street,House no,Zip,City", "Jan,de Vries,0600000001,Spoorstraat,12,4849XA,Dorst"),
        [JAN._replace(postcode="4849XA", place="Dorst")],
    ),
    "postcode and place in one": (
        csv("Naam;Straat en huisnr;Postcode Woonplaats;Mob.nr.", "Jan de Vries;Spoorstraat 12;4849 XA Dorst;0600000001"),
        [JAN._replace(postcode="4849 XA", place="4849 XA Dorst")],
    ),
    "no header, street and number apart": (
        csv("Jan de Vries;Spoorstraat;12;4849XA;Dorst;0600000001", "Mien Bakker;Seters;3a;4849XA;Dorst;0600000002"),
        [JAN._replace(postcode="4849XA", place="Dorst"), MIEN._replace(postcode="4849XA", place="Dorst")],
    ),
    "no header, a number that is no house": (
        csv("Jan;3;0600000001", "Mien;4;0600000002"), [Who("Jan", number(1)), Who("Mien", number(2))],
    ),
    "only numbers": (csv("0600000001", "+31 6 0000 0002"), [Who("", number(1)), Who("", number(2))]),
    "only names": (csv("Jan de Vries", "Mien Bakker"), [Who("Jan de Vries"), Who("Mien Bakker")]),
    "a text with a person a line": (
        csv("Jan de Vries, Spoorstraat 12, 06-0000 0001", "Mien Bakker, Seters 3a, 06-0000 0002"),
        [JAN, MIEN],
    ),
}  # fmt: skip

PROGRAMS: Final[dict[str, tuple[bytes, list[Who]]]] = {
    "Google Contacts, old": (
        csv("Name,Given Name,Additional Name,Family Name,Yomi Name,Nickname,Birthday,Notes,Group Membership,"
            "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,"
            "Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,"
            "Organization 1 - Name",
            'Jan de Vries,Jan,de,Vries,,,,,* myContacts,* ,jan@example.org,Home,0161-000000,Mobile,'
            '+31 6 0000 0001 ::: 0161-000000,Home,"Spoorstraat 12\n4849 XA Dorst",Spoorstraat 12,Dorst,4849 XA,'),
        [JAN._replace(email="jan@example.org", postcode="4849 XA", place="Dorst")],
    ),
    "Google Contacts, new": (
        csv("First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Name Suffix,Nickname,File As,"
            "Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
            "Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Country,Address 1 - Street,"
            "Address 1 - City,Address 1 - Region,Address 1 - Postal Code",
            "Jan,de,Vries,,,,,,,,,,,* myContacts,,jan@example.org,Mobile,+31 6 0000 0001,,NL,Spoorstraat 12,"
            "Dorst,NB,4849 XA", ",,,,,,,,Café ’t Hoekske,,,,,* myContacts,,,Work,0600000003,,,,,,"),
        [JAN._replace(email="jan@example.org", postcode="4849 XA", place="Dorst"),
         Who("", number(3), organisation="Café ’t Hoekske")],
    ),
    "Outlook, English": (
        csv("First Name,Middle Name,Last Name,Title,Suffix,Nickname,E-mail Address,E-mail 2 Address,Home Phone,"
            "Business Phone,Mobile Phone,Company,Job Title,Business Street,Business City,Home Street,Home City,"
            "Home Postal Code,Home Country/Region,Categories",
            "Jan,,de Vries,,,,jan@example.org,,0161-000000,,0600000001,,,,,Spoorstraat 12,Dorst,4849 XA,,"),
        [JAN._replace(email="jan@example.org", postcode="4849 XA", place="Dorst")],
    ),
    "Outlook, Dutch": (
        csv("Aanhef;Voornaam;Middelste naam;Achternaam;Achtervoegsel;Bedrijf;Werkadres, straat;Huisadres, straat;"
            "Huisadres, plaats;Huisadres, postcode;Telefoon op werk;Telefoon thuis;Mobiele telefoon;E-mailadres;"
            "E-mail, weergavenaam",
            "Dhr.;Jan;;de Vries;;;;Spoorstraat 12;Dorst;4849 XA;;0161-000000;0600000001;jan@example.org;Jan",
            encoding="cp1252"),
        [JAN._replace(email="jan@example.org", postcode="4849 XA", place="Dorst")],
    ),
    "Thunderbird": (
        csv("First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,"
            "Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,"
            "Home ZipCode,Home Country,Work Address,Notes",
            "Jan,de Vries,Jan de Vries,,jan@example.org,,,,0161-000000,,,0600000001,Spoorstraat 12,,Dorst,,"
            "4849 XA,,,"),
        [JAN._replace(email="jan@example.org", postcode="4849 XA", place="Dorst")],
    ),
    "this portal, CSV": (
        bytes(csv_file("x", HEADER, [("Jan de Vries", "", "Spoorstraat 12", "06 00 00 00 01", "", "2026-01-01"),
                                     ("=1+1", "@club", "Seters 3a", "06 00 00 00 02", "", "2026-01-01")]).content),
        [JAN, Who("=1+1", number(2), "Seters 3a", organisation="@club")],
    ),
}  # fmt: skip
