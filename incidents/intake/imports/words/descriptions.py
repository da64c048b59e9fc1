"""Descriptions: words such as "civilians", "armed men" or أهالي, which say what people were and not who.

Everybody described so would become one actor, to whom any two incidents tie each other. A cell is a description when
each of its words is one of those below, with articles, conjunctions and what stands in brackets left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from incidents.folding import fold

_PEOPLE = """
civilian civilians people person persons resident residents inhabitant inhabitants villager villagers townspeople
local locals citizen citizens national nationals population family families household households
man men woman women child children girl girls boy boys youth youths elderly infant infants student students pupil pupils
teacher teachers worker workers labourer labourers laborer laborers employee employees farmer farmers shepherd shepherds
herder herders fisherman fishermen driver drivers doctor doctors medic medics nurse nurses paramedic paramedics
journalist journalists activist activists passer passerby bystander bystanders passenger passengers pilgrim pilgrims
worshipper worshippers shopper shoppers prisoner prisoners detainee detainees hostage hostages
refugee refugees displaced idp idps migrant migrants returnee returnees
protester protesters protestor protestors demonstrator demonstrators rioter rioters mob crowd crowds
gunman gunmen attacker attackers assailant assailants perpetrator perpetrators militant militants militiaman militiamen
fighter fighters combatant combatants soldier soldiers insurgent insurgents rebel rebels terrorist terrorists
extremist extremists sniper snipers bomber bombers robber robbers smuggler smugglers criminal criminals bandit bandits
individual individuals element elements group groups victim victims dead casualties
armed unarmed masked unknown unidentified local foreign other others some several many various suicide lone innocent
young old two three four five six seven eight nine ten dozens village villages town city
warplane warplanes aircraft drone drones helicopter helicopters plane planes

مدني مدنيا مدنيون مدنيين مدنيه مدنيات مدنيان اهالي اهل سكان ساكن مواطن مواطنا مواطنون مواطنين مواطنه مواطنات مواطنو
نساء امراه سيده سيدات رجل رجال طفل طفله اطفال شاب شبان شباب شخص اشخاص ناس عائله عائلات اسره اسر قرويون قرويين
نازح نازحون نازحين لاجي لاجئ لاجئون لاجئين مهجر مهجرون مهجرين متظاهر متظاهرون متظاهرين محتج محتجون محتجين
عامل عمال طالب طلاب طلبه مزارع مزارعون مزارعين فلاح فلاحون فلاحين راع رعاه صحفي صحفيون صحفيين ناشط ناشطون ناشطين
مسلح مسلحون مسلحين مسلحه مسلحان مقاتل مقاتلون مقاتلين عنصر عناصر جندي جنود ارهابي ارهابيون ارهابيين متطرفون متطرفين
مجموعه مجموعات جماعه جماعات جهه جهات ضحيه ضحايا معتقل معتقلون معتقلين اسير اسري قناص قناصه لصوص
ملثم ملثمون ملثمين اخرون اخرين طيران قريه القري مدينه بلده حي طائره طائرات مسيره قتلي جرحي

sivil sivilan siviler sivilen siviller sivilleri welati welatiyen welatiyan hemwelati hemwelatiyen xelk xelke gel gele
gundi gundiyen gundiyan jin jinen jinan zarok zaroken zarokan mer meren ciwan ciwanen kes kesen kesan malbat
cekdar cekdaren cekdaran servan servanen servanan lesker lesken xwepesander xwepesanderen penaber penaberen kocber
kocberen karker karkeren cotkar cotkaren sivane girti girtiyen komek kom komen

مەدەنی مەدەنییە مەدەنییەکان مەدەنییان مەدەنیان هاووڵاتی هاوڵاتی هاووڵاتیان هاوڵاتیان هاووڵاتیانی هاوڵاتیانی هاووڵاتییان
هاونیشتمانی خەڵک خەڵکی خەڵکەکە دانیشتوان دانیشتووان دانیشتوانی ژن ژنان ژنەکان پیاو پیاوان
منداڵ منداڵان منداڵەکان گەنج گەنجان
کەس کەسان کەسێک گوندنشین گوندنشینان خێزان چەکدار چەکداران چەکدارەکان چەکداری شەڕکەر شەڕڤان سەرباز سەربازان
خۆپیشاندەر خۆپیشاندەران ئاوارە ئاوارەکان پەنابەر پەنابەران کرێکار کرێکاران جوتیار جوتیاران شوان شوانان
گروپ گروپی گرووپ گرووپی

sivil siviller halk halki koylu koyluler kadin kadinlar cocuk cocuklar erkek erkekler kisi kisiler vatandas vatandaslar
gosterici gostericiler gocmen gocmenler multeci multeciler isci isciler ciftci ciftciler silahli asker askerler
terorist teroristler militan militanlar grup gruplar

civil civils civile civiles habitants habitant homme hommes femme femmes enfant enfants arme armes manifestant
manifestants refugies deplaces combattants soldats civiles personas hombres mujeres ninos armados zivilisten bewohner
мирные мирный жители житель гражданские гражданское население боевики боевик вооруженные люди неизвестные
"""
_BETWEEN = """
the a an of in from and or by with & و من في او او اي ال u ji li di yen an le la les des de et y ve veya и в из
"""


def _folded(words: str) -> frozenset[str]:
    return frozenset(part for word in words.split() for part in fold(word).split())


_people = _folded(_PEOPLE)
_between = _folded(_BETWEEN)
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_PREFIXES = re.compile("^(?:وال|بال|لل|ال|و)(?=..)")
"""And, by, for and the article, which Arabic writes together with the word."""


@lru_cache(maxsize=20_000)
def is_description(name: str) -> bool:
    """Whether the words describe people of a kind and name nobody."""
    words = [word for word in fold(_BRACKETS.sub(" ", name)).split() if word not in _between]
    return bool(words) and all(
        word.isdecimal() or word in _people or _PREFIXES.sub("", word) in _people for word in words
    ) and not all(word.isdecimal() for word in words)  # fmt: skip
