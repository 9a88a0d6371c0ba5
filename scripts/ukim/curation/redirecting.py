"""References to a row, pointed to another row of its table."""

from collections.abc import Callable

from ukim.tables.citations import Cited, Said
from ukim.tables.draft import Draft
from ukim.tables.store import Place

Collision = Callable[[Place, str], None]
"""Is told of a row that gets the key of another one, and that key; it takes the row out."""


def redirect(tables: Draft, table: str, old: str, new: str, collide: Collision) -> list[Place]:
    """Let all that names the old row name the new one; return the rows that did, by the keys that they have now."""
    moved = [
        now
        for name, column in _columns(tables, table)
        for record in list(tables.rows(name))
        if record in tables.rows(name) and tables.rows(name)[record][column] == old
        for now in _moved(tables, Place(name, record), column, new, collide)
    ]
    if table == "sources":
        _redirect_citations(tables, old, new)
    _redirect_stated(tables, table, old, new)
    return moved


def _columns(tables: Draft, table: str) -> list[tuple[str, str]]:
    """The columns that name rows of the table."""
    keys = [(name, key.fields) for name, key in tables.package.references_to(table) if name != tables.package.citations]
    return [(name, fields[0]) for name, fields in keys if len(fields) == 1]


def _moved(tables: Draft, place: Place, column: str, new: str, collide: Collision) -> list[Place]:
    """Write the new key into a row; the row by its key now, or nothing where it went."""
    name, record = place
    schema, row = tables.package.tables[name], tables.rows(name)[record]
    if record == new and column not in schema.primary_key:
        tables.clear(name, record, column)  # it would name itself
        return [place]
    if column not in schema.primary_key:
        tables.change(name, record, {column: new})
        return [place]
    row = row.changed({column: new})
    pair = _pair(tables, name)
    if pair and row[pair[0]] == row[pair[1]]:
        tables.remove(name, record)
        return []
    if pair:
        row = row.changed(dict(zip(pair, sorted(row[one] for one in pair), strict=True)))
    now = "/".join(row[part] for part in schema.primary_key)
    if now in tables.rows(name):
        collide(place, now)
        return []
    tables.rekey(name, record, row)
    return [Place(name, now)]


def _pair(tables: Draft, name: str) -> list[str]:
    """The two columns of a key that is a pair of rows of one table, whose order says nothing; else none."""
    schema = tables.package.tables[name]
    targets = {key.reference.resource for key in schema.foreign_keys if key.fields[0] in schema.primary_key}
    is_pair = len(schema.primary_key) == len(schema.foreign_keys) == 2 and len(targets) == 1  # noqa: PLR2004
    return schema.primary_key if is_pair else []


def _redirect_citations(tables: Draft, old: str, new: str) -> None:
    """Cite the new source; where both say of one column what it is and what it is not, the support counts."""
    for record, cited in list(tables.cited.items()):
        if not any(source == old for _, source in cited):
            continue
        name = tables.table_of(record)
        if name is not None:
            tables.write_out(name, record)
        merged: Cited = {}
        for (column, source), said in sorted(tables.cited[record].items()):
            place = column, new if source == old else source
            other = merged.get(place, said)
            instead = other.instead and said.instead
            merged[place] = Said(instead, other.note or said.note)
        tables.cited[record] = merged


def _redirect_stated(tables: Draft, table: str, old: str, new: str) -> None:
    """Let what sources state instead name the new row; where the cited row does so too, they support it now."""
    for key in (old, new):
        for record, place in list(tables.cites_value(table, key)):
            name = tables.table_of(record)
            has = "" if name is None else tables.rows(name)[record][place[0]]
            said = tables.cited[record][place]
            tables.cited[record] = tables.cited[record] | {place: Said("" if has == new else new, said.note)}
