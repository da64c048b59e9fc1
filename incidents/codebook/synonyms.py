"""Usual synonyms of codes in the languages of readers, besides their labels: what people type into a search.

Given are acronyms, the words of the trade, and those of reports in English, Arabic, Kurmanji and Sorani, parted by
commas. ``None`` stands for a code that says nothing: “other” is no question that such rows would answer.
"""

from collections.abc import Mapping

from .actors import ActorKind
from .base import Coded
from .claims import Outcome
from .decisions import decided
from .events import EpisodeKind, EventType, SubEventType, TargetKind, Weapon
from .sources import SourceKind

Synonyms = Mapping[Coded, str | None]

_EVENT_TYPES: Synonyms = decided(
    EventType,
    {
        EventType.BATTLE: "fighting, combat, clashes, اشتباك, اشتباكات, معركة, şer, شەڕ",
        EventType.EXPLOSION: "explosion, bombing, تفجير, انفجار, قصف, teqîn, تەقینەوە",
        EventType.CIVILIANS: "civilians, VAC, مدنيين, sivîl, هاووڵاتی مەدەنی",
        EventType.DETENTION: "detained, arrested, اعتقال, girtin, دەستگیرکردن",
        EventType.DEMONSTRATION: "protest, rally, مظاهرة, احتجاج, xwepêşandan, خۆپیشاندان",
        EventType.STRATEGIC: "",
        EventType.UNCLEAR: None,
    },
)

_SUB_EVENT_TYPES: Synonyms = decided(
    SubEventType,
    {
        SubEventType.ARMED_CLASH: "clashes, firefight, gunfight, اشتباك مسلح, pevçûn, پێکدادان",
        SubEventType.TERRITORY_TAKEN: "captured, seized, سيطرة",
        SubEventType.TERRITORY_REGAINED: "recaptured, retaken, استعادة السيطرة",
        SubEventType.AIR_STRIKE: (
            "airstrike, air raid, aerial bombardment, غارة جوية, قصف جوي, êrîşa esmanî, "
            "bordûmana hewayî, هێرشی ئاسمانی, بۆردومانی ئاسمانی"
        ),
        SubEventType.DRONE_STRIKE: (
            "UAV, UCAV, unmanned aerial vehicle, طائرة مسيرة, طائرة بدون طيار, درون, dron, droneyê, "
            "balafira bêmirov, درۆن, فڕۆکەی بێفڕۆکەوان"
        ),
        SubEventType.SHELLING: (
            "shells, bombardment, rocket fire, mortar fire, قصف مدفعي, قصف صاروخي, قذائف, topbaran, تۆپباران"
        ),
        SubEventType.IED: (
            "IED, VBIED, SVBIED, roadside bomb, car bomb, عبوة ناسفة, سيارة مفخخة, bombeya çandî, "
            "بۆمبی چێنراو, ئۆتۆمبێلی بۆمبڕێژکراو"
        ),
        SubEventType.LANDMINE: (
            "landmine, land mine, ERW, UXO, unexploded ordnance, لغم, لغم أرضي, مخلفات الحرب, mayîn, مین"
        ),
        SubEventType.SUICIDE_BOMBING: (
            "suicide bomber, suicide attack, تفجير انتحاري, انتحاري, teqîna xwekuj, تەقینەوەی خۆکوژی"
        ),
        SubEventType.GRENADE: "hand grenade, قنبلة يدوية, bombeya destan, نارنجۆک",
        SubEventType.CHEMICAL: (
            "chemical attack, CW, chlorine, sarin, هجوم كيميائي, سلاح كيميائي, çekên kîmyewî, چەکی کیمیایی"
        ),
        SubEventType.EXPLOSION_UNCLEAR: "blast, انفجار مجهول",
        SubEventType.ATTACK: "assault, murder, هجوم, êrîş, هێرش",
        SubEventType.EXECUTION: "executed, beheading, إعدام, îdam, لەسێدارەدان",
        SubEventType.ABDUCTION: "kidnapping, kidnapped, اختطاف, خطف, اختفاء قسري, revandin, ڕفاندن",
        SubEventType.SEXUAL_VIOLENCE: "rape, SGBV, GBV, اغتصاب, عنف جنسي, destdirêjî, دەستدرێژی سێکسی",
        SubEventType.BODY_FOUND: "corpse, mass grave, جثة, مقبرة جماعية, cenaze, تەرم",
        SubEventType.ARREST: "round-up, مداهمة, حملة اعتقالات, serdegirtin, دەستگیرکردن",
        SubEventType.PEACEFUL_PROTEST: "march, sit-in, اعتصام, مظاهرة سلمية, خۆپیشاندانی هێمنانە",
        SubEventType.PROTEST_MET_WITH_FORCE: "crackdown, excessive force, قمع مظاهرة",
        SubEventType.RIOT: "rioting, lynching, شغب, ئاژاوە",
        SubEventType.AGREEMENT: "ceasefire, truce, هدنة, وقف إطلاق النار, agirbest, ئاگربەست",
        SubEventType.TRANSFER: "withdrawal, انسحاب, vekişîn, کشانەوە",
        SubEventType.PROPERTY: "arson, pillage, نهب, تخريب, talan, تاڵان",
        SubEventType.WEAPONS_SEIZED: "demining, weapons cache, تفكيك, مصادرة أسلحة",
        SubEventType.MOVEMENT: "troop movement, deployment, convoy, تعزيزات عسكرية",
        SubEventType.OTHER: None,
    },
)

_WEAPONS: Synonyms = decided(
    Weapon,
    {
        Weapon.SMALL_ARMS: "gunfire, rifle, AK-47, SALW, إطلاق نار, أسلحة خفيفة, gule, چەکی سووک",
        Weapon.HEAVY: "machine gun, DShK, heavy arms, أسلحة ثقيلة, رشاش ثقيل, çekên giran, چەکی قورس",
        Weapon.RPG: (
            "RPG, RPG-7, rocket launcher, bazooka, آر بي جي, ار بي جي, قاذف صاروخي, قذيفة صاروخية, "
            "ئارپیجی, ئاڕ پی جی"
        ),
        Weapon.ARTILLERY: "howitzer, MLRS, mortars, shell, مدفعية, هاون, havan, تۆپ, هاوەن",
        Weapon.MISSILE: "ATGM, SAM, Scud, rocket, صاروخ, mûşek, مووشەک",
        Weapon.AIRCRAFT_BOMB: "air strike, airstrike, aerial bomb, warplane, غارة جوية, طيران حربي",
        Weapon.BARREL_BOMB: "barrel bombs, برميل متفجر, براميل متفجرة, bombeya bermîl, بۆمبی بەرمیل",
        Weapon.CLUSTER: "cluster bomb, submunition, قنابل عنقودية, bombeya wêşiyî, بۆمبی هێشوویی",
        Weapon.DRONE: "UAV, UCAV, طائرة مسيرة, dron, balafira bêmirov, درۆن",
        Weapon.IED: "IED, VBIED, car bomb, roadside bomb, عبوة ناسفة, سيارة مفخخة, بۆمبی چێنراو",
        Weapon.MINE: "landmine, ERW, UXO, لغم, mayîn, مین",
        Weapon.GRENADE: "hand grenade, قنبلة يدوية, نارنجۆک",
        Weapon.CHEMICAL: (
            "CW, chlorine, sarin, mustard gas, غاز الكلور, السارين, غازات سامة, kîmyewî, کیمیایی"
        ),
        Weapon.FIRE: "incendiary, napalm, white phosphorus, فوسفور أبيض, حريق, agir, ئاگر",
        Weapon.COLD: "knife, stabbing, سكين, طعن, kêr, چەقۆ",
        Weapon.UNKNOWN: None,
    },
)

_TARGETS: Synonyms = decided(
    TargetKind,
    {
        TargetKind.CHECKPOINT: "roadblock, حاجز, نقطة تفتيش, nuqteya kontrolê, بازگە",
        TargetKind.MILITARY: "base, barracks, قاعدة عسكرية, مواقع عسكرية, سەربازی",
        TargetKind.POLICE: "security forces, شرطة, polîs, پۆلیس",
        TargetKind.DEPOT: "warehouse, ammunition dump, مستودع, مستودع ذخيرة, depo, کۆگا",
        TargetKind.CIVILIANS: "civilian, مدنيين, مدنيون, sivîl, مەدەنی",
        TargetKind.HOMES: "house, residential, منازل, ماڵ",
        TargetKind.MEDICAL: "hospital, clinic, ambulance, مستشفى, مشفى, nexweşxane, نەخۆشخانە",
        TargetKind.SCHOOL: "school, university, مدرسة, dibistan, قوتابخانە",
        TargetKind.RELIGIOUS: "mosque, church, shrine, مسجد, كنيسة, mizgeft, مزگەوت",
        TargetKind.MARKET: "bazaar, سوق, sûk, بازاڕ",
        TargetKind.INFRASTRUCTURE: "water station, power plant, bridge, بنية تحتية, ژێرخان",
        TargetKind.AID: "aid worker, relief, مساعدات إنسانية, عمال إغاثة, مرۆیی",
        TargetKind.MEDIA: "journalist, press, صحفي, rojnamevan, ڕۆژنامەنووس",
        TargetKind.GOVERNMENT: "official, politician, مسؤول حكومي, حکوومەت",
        TargetKind.CAMP: "IDP, refugee camp, prison, مخيم, سجن, kamp, کەمپ, زیندان",
        TargetKind.OTHER: None,
        TargetKind.UNKNOWN: None,
    },
)

_OUTCOMES: Synonyms = decided(
    Outcome,
    {
        Outcome.KILLED: "",
        Outcome.WOUNDED: "injured, WIA, جرحى, إصابات, birîndar, بریندار",
        Outcome.KILLED_OR_WOUNDED: "casualties, ضحايا, قوربانی",
        Outcome.DIED_LATER: "died of wounds, DOW",
        Outcome.MISSING: "MIA, مفقود, wenda, بێسەروشوێن",
        Outcome.DETAINED: "arrested, معتقل, girtî, دەستگیرکراو",
        Outcome.ABDUCTED: "kidnapped, hostage, مختطف, رهينة, revandî, ڕفێندراو",
        Outcome.RELEASED: "freed, إطلاق سراح, ئازادکراو",
        Outcome.DISPLACED: "IDP, refugees, نازحون, نزوح, koçber, ئاوارە",
        Outcome.SEXUAL_VIOLENCE: "rape, SGBV, اغتصاب, دەستدرێژی سێکسی",
        Outcome.FOUND_DEAD: "body found, corpse, جثة, تەرم",
    },
)

_EPISODE_KINDS: Synonyms = decided(
    EpisodeKind,
    {
        EpisodeKind.BATTLE: "battle, معركة, şer, شەڕ",
        EpisodeKind.SIEGE: "blockade, حصار, dorpêç, گەمارۆ",
        EpisodeKind.ESCALATION: "flare-up, تصعيد",
        EpisodeKind.CAMPAIGN: "offensive, operation, حملة, عملية عسكرية, هەڵمەت",
    },
)

_ACTOR_KINDS: Synonyms = decided(
    ActorKind,
    {
        ActorKind.STATE_FORCES: "army, military, جيش, artêş, سوپا",
        ActorKind.POLICE: "security forces, شرطة, قوى الأمن, polîs, پۆلیس",
        ActorKind.REBEL: "rebels, insurgents, opposition, متمردون, المعارضة",
        ActorKind.POLITICAL_MILITIA: "militia, paramilitary, ميليشيا, mîlîs, میلیشیا",
        ActorKind.IDENTITY_MILITIA: "tribal, militia, عشائر, eşîr, عەشیرەت",
        ActorKind.EXTERNAL: "foreign forces, coalition, قوات أجنبية, هێزی بیانی",
        ActorKind.AUTHORITY: "administration, حكومة, hikûmet, حکوومەت",
        ActorKind.OTHER: None,
    },
)

_SOURCE_KINDS: Synonyms = decided(
    SourceKind,
    {
        SourceKind.NEWS: "newspaper, television, صحيفة, rojname, ڕۆژنامە",
        SourceKind.AGENCY: "newswire, وكالة أنباء, ajansa nûçeyan, ئاژانسی هەواڵ",
        SourceKind.MONITOR: "observatory, watch, مرصد, ڕوانگە",
        SourceKind.PARTY: "spokesperson, press office, ناطق رسمي, وتەبێژ",
        SourceKind.OFFICIAL: "government body, جهة رسمية",
        SourceKind.NGO: "NGO, civil society, منظمة غير حكومية, ڕێکخراوی ناحکوومی",
        SourceKind.SOCIAL: "Facebook, Telegram, Twitter, تواصل اجتماعي, تۆڕی کۆمەڵایەتی",
        SourceKind.DATASET: "database, قاعدة بيانات",
        SourceKind.PERSON: "witness, شاهد عيان",
        SourceKind.OTHER: None,
    },
)

SYNONYMS: dict[type[Coded], Synonyms] = {
    EventType: _EVENT_TYPES,
    SubEventType: _SUB_EVENT_TYPES,
    Weapon: _WEAPONS,
    TargetKind: _TARGETS,
    Outcome: _OUTCOMES,
    EpisodeKind: _EPISODE_KINDS,
    ActorKind: _ACTOR_KINDS,
    SourceKind: _SOURCE_KINDS,
}
"""The vocabularies that a search looks through: what happened, with what, to whom, and what those named are."""
