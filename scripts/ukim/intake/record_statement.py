"""What one source states of a person, put where it belongs: rows found or added, values stated, the source cited."""

from dataclasses import dataclass, field
from datetime import date

from ukim.intake.evidence import FAR_APART, days_apart
from ukim.intake.refusal import RefusedError
from ukim.intake.statement import NEW, Decision, Entry, Values
from ukim.tables.agreement import Relation, span
from ukim.tables.draft import Draft
from ukim.tables.store import Record

NAME_FORMS = ("name", "name_kk", "name_ru")
ONCE = {"sent_to_court", "trial_opened", "extradited", "in_force", "died"}
"""Steps that a case has once: another date near by is a disagreement on it, not another step."""
REQUIRED = ("kind", "instance", "effect")
STAGES = ["first", "appeal", "cassation", "enforcement"]
"""The order in which decisions on one day fall."""
AFTER_CONVICTION = {
    "reduced",
    "increased",
    "replaced_milder",
    "replaced_harsher",
    "early_released",
    "shortened",
    "deferred",
    "pardoned",
    "annulled_acquitted",
}
"""Effects that only a conviction can have."""


@dataclass(frozen=True)
class Difference:
    """Where the source says otherwise than the row, or says something that the row already has in other words."""

    table: str
    record: str
    column: str
    value: str
    stated: str
    is_kept: bool
    """Whether what is stated is kept as a citation; free text is not."""


@dataclass
class Placing:
    """The tables and the source that is cited for what goes into them."""

    tables: Draft
    source: str
    differences: list[Difference] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)

    def entry(self, entry: Entry, person: str, case: str) -> tuple[str, str]:
        """Place an entry; `person` and `case` are ids or `NEW`. The ids that they got."""
        person = self._person(entry, person)
        if case not in self.tables.rows("cases"):
            case = self.tables.add("cases", {"person_id": person} | ({} if case == NEW else {"case_id": case}))
        self.state("cases", case, {name: value for name, value in entry.case.items() if name != "case_id"})
        for stated in entry.organizations:
            self._member(case, stated)
        used: set[str] = set()
        for stated in entry.charges:
            used |= self._charge(case, stated, used)
        for stated in entry.events:
            self._event(case, stated)
        self._decisions(case, entry)
        return person, case

    def state(self, table: str, record: str, values: Values) -> None:
        """Let the source state values of a row; what differs is noted down."""
        for column, stated in values.items():
            if column in self.tables.package.tables[table].primary_key:
                continue
            before = self.tables.rows(table)[record][column]
            found = self.tables.state(table, record, column, stated, self.source)
            if found is Relation.different:
                is_kept = not self.tables.package.tables[table].by_name[column].own_words
                self.differences.append(Difference(table, record, column, before, stated, is_kept))
        self.tables.cite_row(table, record, self.source)

    def _person(self, entry: Entry, person: str) -> str:
        if person not in self.tables.rows("people"):
            given = {} if person == NEW else {"person_id": person}
            person = self.tables.add("people", {"name": entry.person["name"]} | given)
        row = self.tables.rows("people")[person]
        others = [name for name in entry.person.get("other_names", "").split(";") if name]
        for form in NAME_FORMS:
            stated = entry.person.get(form)
            if stated and row[form] and row[form] != stated:
                others.append(stated)
            elif stated and stated not in row["other_names"].split(";"):
                self.state("people", person, {form: stated})
            elif stated:
                others.append(stated)
        self._other_names(person, others)
        rest = {name: value for name, value in entry.person.items() if name in {"gender", "birth_year"}}
        self.state("people", person, rest)
        return person

    def _other_names(self, person: str, names: list[str]) -> None:
        """Add the forms of the name that no column has; the source is cited for the column that has one."""
        for name in names:
            row = self.tables.rows("people")[person]
            if form := next((form for form in NAME_FORMS if row[form] == name), None):
                self.state("people", person, {form: name})
            else:
                known = {*row["other_names"].split(";"), name} - {""}
                self.state("people", person, {"other_names": ";".join(sorted(known))})

    def _member(self, case: str, stated: Values) -> None:
        record = f"{case}/{stated['organization_id']}"
        if record not in self.tables.rows("case_organizations"):
            self.tables.add("case_organizations", {"case_id": case, "organization_id": stated["organization_id"]})
        self.state("case_organizations", record, {"basis": stated["basis"]} if "basis" in stated else {})

    def _charge(self, case: str, stated: Values, used: set[str]) -> set[str]:
        """Place a charge; what the entry charges beside it, in the rows `used`, is another one. The rows that it is."""
        owner = {"case_id": case}
        given = self._given("charges", owner, stated)
        records = [given] if given else self._charges_like(case, stated, used) or [self._new("charges", owner, stated)]
        for record in records:
            has_article = bool(self.tables.rows("charges")[record]["offence_id"])
            self.state(
                "charges", record, {name: stated[name] for name in stated if name != "stated_as" or not has_article}
            )
        return set(records)

    def _charges_like(self, case: str, stated: Values, used: set[str]) -> list[str]:
        """The accusations that the source means: the article tells, without one the words, without these the role."""
        rows = {one.id: one.row for one in self.tables.of("charges", "case_id", case) if one.id not in used}
        fitting = [one for one, row in rows.items() if not self._differ_in_charge(row, stated)]
        same = [
            one for one in fitting if rows[one]["offence_id"] and rows[one]["offence_id"] == stated.get("offence_id")
        ]
        near = [one for one in fitting if rows[one]["offence_id"] and "offence_id" in stated]
        words = [one for one in fitting if rows[one]["stated_as"] and rows[one]["stated_as"] == stated.get("stated_as")]
        role = [one for one in fitting if rows[one]["role"] and rows[one]["role"] == stated.get("role")]
        only = [] if len(rows) > 1 or stated.keys() & {"offence_id", "stated_as", "role"} else fitting
        return same or near or words or role[:1] or only

    def _differ_in_charge(self, row: Values, stated: Values) -> bool:
        """Whether article, words or role tell two accusations apart; words do not where an article is known."""
        columns = ["offence_id", "role"] if row["offence_id"] else ["offence_id", "role", "stated_as"]
        return any(self._differ("charges", column, row, stated) for column in columns)

    def _event(self, case: str, stated: Values) -> None:
        rows = {one.id: one.row for one in self.tables.of("events", "case_id", case)}
        given = self._given("events", {"case_id": case}, stated)
        fitting = [given] if given else [one for one, row in rows.items() if self._same_step(row, stated)]
        exact = [one for one in fitting if one in rows and rows[one]["date"] == stated.get("date")] or fitting
        if len(exact) > 1:
            when = f" of {stated['date']}" if stated.get("date") else ""
            self.unplaced.append(f"{stated['kind']}{when}: the case has several of these")
            return
        self.state("events", exact[0] if exact else self._new("events", {"case_id": case}, stated), stated)

    def _same_step(self, row: Values, stated: Values) -> bool:
        if row["kind"] != stated["kind"] or self._differ("events", "court_id", row, stated):
            return False
        apart = self._differ("events", "date", row, stated)
        return not apart or (stated["kind"] in ONCE and days_apart(row["date"], stated["date"]) <= FAR_APART)

    def _differ(self, table: str, column: str, row: Values, stated: Values) -> bool:
        mine, other = stated.get(column, ""), row[column]
        return bool(mine and other) and self.tables.relation(table, column, mine, other) is Relation.different

    def _decisions(self, case: str, entry: Entry) -> None:
        chain, stated = self._chain(case), []
        for decision in [*self._implied(case, entry), *entry.decisions]:
            record = self._decision(case, decision, entry)
            stated.append(record)
            self.state("sentences", record, decision.values)
            for penalty in decision.penalties:
                self._penalty(record, penalty)
        self._link(case, chain, entry)
        for record in stated:
            if acted_on := self.tables.rows("sentences")[record]["acts_on_id"]:
                self.tables.state("sentences", record, "acts_on_id", acted_on, self.source)

    def _implied(self, case: str, entry: Entry) -> list[Decision]:
        """The first judgment that a later decision acts on, as far as that decision tells of it."""
        later = [one.values for one in entry.decisions if one.values["instance"] != "first"]
        if not later or len(later) < len(entry.decisions):
            return []
        known = [one.row["instance"] for one in self.tables.of("sentences", "case_id", case)]
        if any(one["effect"] in AFTER_CONVICTION or _is_penalty(one) for one in later):
            return [] if known.count("first") > 1 else [Decision({"instance": "first", "effect": "convicted"})]
        if "first" not in known:
            message = "the first judgment that this decision acts on is not known; add it, with instance: first"
            raise RefusedError(entry.line, "decisions", message)
        return []

    def _decision(self, case: str, decision: Decision, entry: Entry) -> str:
        """The id of the decision that is meant, or of a new one."""
        stated = decision.values
        if given := self._given("sentences", {"case_id": case}, stated):
            return given
        known = [
            one for one in self.tables.of("sentences", "case_id", case) if one.row["instance"] == stated["instance"]
        ]
        fitting = _fitting_decisions(known, stated)
        if len(fitting) > 1:
            ids = ", ".join(sorted(one.id for one in fitting))
            message = f"the {stated['instance']} decision may be any of {ids}; say which: sentence_id: {fitting[0].id}"
            raise RefusedError(entry.line, "decisions", message)
        return fitting[0].id if fitting else self._new("sentences", {"case_id": case}, stated)

    def _penalty(self, sentence: str, stated: Values) -> None:
        orders = self.tables.of("additional_penalties", "sentence_id", sentence)
        fitting = [one.id for one in orders if one.row["kind"] == stated["kind"] and _share_scope(one.row, stated)]
        owner = {"sentence_id": sentence}
        record = self._given("additional_penalties", owner, stated) or (fitting[0] if fitting else None)
        self.state("additional_penalties", record or self._new("additional_penalties", owner, stated), stated)

    def _given(self, table: str, owner: Values, stated: Values) -> str | None:
        """The row that the file names by its key; one that is not there yet is added with that key."""
        (key,) = self.tables.package.tables[table].primary_key
        given = stated.get(key)
        return given if given is None or given in self.tables.rows(table) else self._new(table, owner, stated)

    def _new(self, table: str, owner: Values, stated: Values) -> str:
        (key,) = self.tables.package.tables[table].primary_key
        return self.tables.add(table, owner | {name: stated[name] for name in (key, *REQUIRED) if name in stated})

    def _chain(self, case: str) -> dict[str, str]:
        """The decision that each later decision of the case acts on, as their dates and stages tell."""
        rows = [one.row for one in self.tables.of("sentences", "case_id", case)]
        rows.sort(
            key=lambda row: (row["instance"] != "first", _last_day(row["decided"]), STAGES.index(row["instance"]))
        )
        later = [(row, rows[place]) for place, row in enumerate(rows[1:]) if row["instance"] != "first"]
        return {row["sentence_id"]: before["sentence_id"] for row, before in later}

    def _link(self, case: str, before: dict[str, str], entry: Entry) -> None:
        """Name the decision that each acts on, unless another one was named by hand.

        Raises:
            RefusedError: a decision without a date may act on several.

        """
        chain = self._chain(case)
        for record, acted_on in chain.items():
            row = self.tables.rows("sentences")[record]
            if not row["decided"] and not row["acts_on_id"] and len(chain) > 1:
                message = f"the {row['instance']} decision has no date and may act on several; say on which: acts_on_id"
                raise RefusedError(entry.line, "decisions", message)
            if row["acts_on_id"] != acted_on and row["acts_on_id"] in {"", before.get(record)}:
                self.tables.assign("sentences", record, "acts_on_id", acted_on)


def _fitting_decisions(known: list[Record], stated: Values) -> list[Record]:
    """Return the decisions of one stage that may be the stated one.

    That of the same day and effect, else of the same day, else of the same effect and a near date; a first judgment of
    which neither is known is any first judgment.
    """
    day = stated.get("decided", "")
    same_day = [one for one in known if day and one.row["decided"] == day]
    same_effect = [one for one in known if one.row["effect"] == stated["effect"]]
    near = [one for one in same_effect if days_apart(one.row["decided"], day) <= FAR_APART]
    both = [one for one in same_day if one in same_effect]
    return both or same_day or near or (known if stated["instance"] == "first" else [])


def _last_day(decided: str) -> date:
    """The last day that a date may mean: in a month, a decision known to the day comes before one that is not."""
    days = span(decided) if decided else None
    return days[1] if days else date.max


def _is_penalty(decision: Values) -> bool:
    return decision.get("main_penalty", "none") != "none"


def _share_scope(row: Values, stated: Values) -> bool:
    mine, other = stated.get("scope", ""), row["scope"]
    return not mine or not other or bool(set(mine.split(";")) & set(other.split(";")))
