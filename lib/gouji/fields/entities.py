"""The register of bodies (``declared/entities.yml``): a printed name → the body, its region, its parent, its account's tier.

``look_up("许昌市政务服务和大数据管理局（汇总）")`` → ``Match``. A name is known by its own writing, an alias, or a likeness that a
person reviewed; names that are merely alike are offered as candidates and never taken. ``tier_of`` says what an account covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from gouji.errors import Refusal
from gouji.fields.words import load, squeeze

TIERS = ("汇总", "本级", "单位")
KINDS = ("final", "budget", "performance")
ALIKE = 0.8  # offered to a person at least this like, by the share of common characters
_SUFFIX = re.compile(r"\((本级|汇总|机关|部门|单位|含下属单位)\)$")
_SUFFIX_TIER = {"本级": "本级", "机关": "本级", "汇总": "汇总", "含下属单位": "汇总"}
_TITLED = re.compile(r"(?<!编制)(部门|单位)(?:综合)?(?:预算|决算)|预算(单位)[^构]|(部门)(?:财务)?收支")


class RegisterInvalid(Refusal):
    what, remedy = "the register of bodies contradicts itself", "mend declared/entities.yml"


@dataclass(frozen=True, slots=True)
class Region:
    """A division by its six-digit 行政区划代码 (GB/T 2260)."""

    code: str
    name: str
    province: str
    city: str = ""

    @property
    def rank(self) -> str:
        """省级, 地级 or 县级, from the code; a municipality (北京, 上海) is 省级."""
        return "省级" if self.code.endswith("0000") else "地级" if self.code.endswith("00") else "县级"


@dataclass(frozen=True, slots=True)
class Account:
    """What a body's account of these years covers; ``called`` (部门, 单位 or "") tells two accounts of one year apart."""

    kind: str
    first: int
    last: int
    tier: str
    source: str
    called: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A body. ``parent`` is the id of the department it belongs to, "" for none known."""

    id: str
    name: str
    region: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """``how``: name, alias, reviewed, or "" when the name is not listed; then ``candidates`` are ids of names alike."""

    printed: str
    entity: Entity | None
    how: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    entities: Mapping[str, Entity]
    regions: Mapping[str, Region]
    by_name: Mapping[str, tuple[str, str]]  # squeezed name → (id, how)
    different: frozenset[tuple[str, str]]  # (squeezed name, id) reviewed as not the same


@lru_cache(maxsize=1)
def register() -> Register:
    """The declared register, checked. Raises RegisterInvalid."""
    return make_register(load("entities.yml"))


def look_up(printed: str | None, known: Register | None = None) -> Match:
    """The body a printed name is of; brackets of scope (本级, 汇总 …) set aside."""
    known = known or register()
    word = plain_body(printed or "")
    if word in known.by_name:
        entity, how = known.by_name[word]
        return Match(printed or "", known.entities[entity], how)
    near = [
        (ratio, id_)
        for name, (id_, _) in known.by_name.items()
        if word and (word, id_) not in known.different and (ratio := SequenceMatcher(None, word, name).ratio()) >= ALIKE
    ]
    return Match(printed or "", None, "", tuple(dict.fromkeys(i for _, i in sorted(near, key=lambda n: (-n[0], n[1])))))


def tier_of(printed: str | None, year: int | None, kind: str, titles: Iterable[str] = (), known: Register | None = None) -> tuple[str, str]:
    """(tier, why) of one account; ("", "") where nothing says.

    First what the name itself says in brackets, then the reviewed register, then titles that call it a 单位's account.
    ``titles`` are the cover's and forms' titles; they decide between two accounts of one year.
    """
    suffix = _SUFFIX.search(squeeze(printed or ""))
    if suffix and suffix[1] in _SUFFIX_TIER:
        return _SUFFIX_TIER[suffix[1]], f"名称：（{suffix[1]}）"
    said = suffix[1] if suffix else called(titles)
    entity = look_up(printed, known).entity
    fits = [a for a in entity.accounts if a.kind == kind and year is not None and a.first <= year <= a.last] if entity else []
    fits = [a for a in fits if not a.called or a.called == said]
    if len(fits) == 1:
        return fits[0].tier, fits[0].source
    if said == "单位":
        return ("单位" if entity is None or entity.parent else "本级"), "标题：单位预算或单位决算"
    return "", ""


def called(titles: Iterable[str]) -> str:
    """部门 or 单位: what the titles call the account, by majority; "" when none says or both do equally."""
    found = [next(w for w in m.groups() if w) for t in titles for m in _TITLED.finditer(squeeze(t or ""))]
    counts = {w: found.count(w) for w in ("部门", "单位")}
    return "" if counts["部门"] == counts["单位"] else max(counts, key=counts.__getitem__)


def plain_body(name: str) -> str:
    """A body's name for look-up: spaces and the bracket of scope taken off."""
    return _SUFFIX.sub("", squeeze(name))


def make_register(raw: Mapping) -> Register:
    """A register from its declaration; raises RegisterInvalid naming the entry that is wrong."""
    regions = {code: Region(code, **given) for code, given in raw["regions"].items()}
    entities: dict[str, Entity] = {}
    for given in raw["entities"]:
        entity = _entity(given)
        if entity.id in entities:
            raise RegisterInvalid(entity.id, "two bodies have this id")
        entities[entity.id] = entity
    _check(entities, regions)
    by_name: dict[str, tuple[str, str]] = {}
    for entity in entities.values():
        for name, how in ((entity.name, "name"), *((a, "alias") for a in entity.aliases)):
            _add(by_name, name, entity.id, how)
    different = set()
    for review in raw.get("reviewed", ()):
        target = review.get("same") or review.get("different")
        if target not in entities or not review.get("reason"):
            raise RegisterInvalid(review.get("printed", "?"), "a reviewed name without a known body or a reason")
        if review.get("same"):
            _add(by_name, review["printed"], target, "reviewed")
        else:
            different.add((plain_body(review["printed"]), target))
    return Register(entities, regions, by_name, frozenset(different))


def _entity(given: Mapping) -> Entity:
    accounts = tuple(Account(*entry) for entry in given.get("accounts", ()))
    return Entity(given["id"], given["name"], str(given["region"]), given.get("parent", ""), tuple(given.get("aliases", ())), accounts)


def _add(by_name: dict[str, tuple[str, str]], name: str, id_: str, how: str) -> None:
    word = plain_body(name)
    if by_name.get(word, (id_,))[0] != id_:
        raise RegisterInvalid(name, f"the name of two bodies, {by_name[word][0]} and {id_}")
    by_name.setdefault(word, (id_, how))


def _check(entities: Mapping[str, Entity], regions: Mapping[str, Region]) -> None:
    for code in regions:
        if not re.fullmatch(r"[1-9]\d{5}", code):
            raise RegisterInvalid(code, "a region's code has six digits")
    for entity in entities.values():
        if entity.region not in regions:
            raise RegisterInvalid(entity.id, f"its region {entity.region} is not listed")
        above, seen = entity.parent, {entity.id}
        while above:
            if above not in entities or above in seen:
                raise RegisterInvalid(entity.id, f"its parent {above} is " + ("itself, round about" if above in seen else "not listed"))
            seen.add(above)
            above = entities[above].parent
        _check_accounts(entity)


def _check_accounts(entity: Entity) -> None:
    for place, one in enumerate(entity.accounts):
        if one.tier not in TIERS or one.kind not in KINDS or one.first > one.last or not one.source or one.called not in ("", "部门", "单位"):
            raise RegisterInvalid(entity.id, f"account {one.kind} {one.first}–{one.last} has an unknown tier or kind, years the wrong way round or no source")
        for other in entity.accounts[place + 1 :]:
            overlap = one.kind == other.kind and one.first <= other.last and other.first <= one.last
            if overlap and (one.called == other.called or not (one.called and other.called)):
                raise RegisterInvalid(entity.id, f"two accounts of {max(one.first, other.first)} overlap")
