"""Words of how somebody or something looks: a text of nothing else tells no behaviour.

The list knows looks, not good manners: one word that it does not know, and the text goes through.
A browser without internet reads the same words (templates/alerts/public/offline.html).
"""

import re
import unicodedata
from typing import Final

from dorst_portal.languages.words import lazy_text

ONLY_LOOKS: Final = lazy_text(
    "Schrijf op wat er gebeurt. Alleen hoe iemand eruitziet, is niet genoeg."
)

_WHO: Final = """
    man mannen vrouw vrouwen jongen jongens meisje meisjes kind kinderen persoon personen iemand
    mens mensen figuur figuren type types gast gasten kerel kerels groep groepje jongere jongeren
    puber pubers tiener tieners bejaarde heer heren dame dames vent knul jongeman buitenlander
    buitenlanders zwerver
"""
_LOOKS: Final = """
    lang lange langer kort korte klein kleine groot grote dik dikke dun dunne slank slanke mager
    magere breed brede fors forse stevig stevige gespierd gespierde oud oude ouder oudere jong jonge
    jaar meter cm m ongeveer circa postuur lengte gezet gezette
    donker donkere licht lichte wit witte zwart zwarte bruin bruine blond blonde grijs grijze rood
    rode blauw blauwe groen groene geel gele oranje paars paarse roze beige zilver zilveren
    donkerblauw donkerblauwe lichtblauw lichtblauwe donkergroen donkergroene donkergrijs
    donkergrijze lichtgrijs lichtgrijze gekleurd gekleurde getint getinte blank blanke huid
    huidskleur uiterlijk afkomst marokkaans marokkaanse turks turkse pools poolse roemeens roemeense
    bulgaars bulgaarse arabisch arabische afrikaans afrikaanse aziatisch aziatische antilliaans
    antilliaanse surinaams surinaamse nederlands nederlandse buitenlands buitenlandse europees
    europese oosteuropees oosteuropese
    verdacht verdachte raar rare vreemd vreemde eng enge onbekend onbekende onguur ongure
    ongunstig sjofel sjofele
"""
_WORN: Final = """
    jas jasje jassen broek broeken spijkerbroek joggingbroek trainingsbroek trainingspak pak trui
    vest shirt hoodie capuchon pet petje muts hoed sjaal handschoenen schoen schoenen sneakers
    laarzen rugzak tas rugtas tasje bril zonnebril baard baardje snor haar haren krullen staart
    paardenstaart kaal kale tatoeage tattoo masker mondkapje bivakmuts hoofddoek jurk rok riem
    ketting oorbel oorbellen kleding kleren
"""
_DRIVEN: Final = """
    auto auto's autos bus busje bestelbus bestelbusje bestelauto scooter brommer motor fiets fietsen
    vrachtwagen wagen kenteken aanhanger volkswagen vw golf polo opel ford peugeot renault bmw audi
    mercedes toyota seat skoda volvo fiat kia mazda nissan citroen hyundai
"""
_BETWEEN: Final = """
    een de het en of met zonder in op van aan om bij is zijn heeft hebben draagt dragen had droeg
    was waren ziet zien eruit uit zie ik er die dat deze dit hij zij ze wel niet ook heel erg nogal
    beetje wat met tussen tot a à als
"""
LOOKS: Final = frozenset(f"{_WHO}{_LOOKS}{_WORN}{_DRIVEN}{_BETWEEN}".split())
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def tells_only_looks(text: str) -> bool:
    """Whether every word is one of looks; a text without any word tells nothing either."""
    words = _WORDS.findall(unicodedata.normalize("NFC", text).casefold())
    return all(word.replace("’", "'") in LOOKS for word in words)
