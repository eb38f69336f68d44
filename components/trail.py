"""The evidence of a commitment as a timeline: what was said, where a result was looked for, newest first."""

from collections.abc import Iterator
from html import escape

from components import layout, store
from components.markup import anchor
from data_access.commitments.records import Search, Update
from data_access.commitments.statuses import REPORTED
from data_access.commitments.when import When
from data_access.formats import plural
from data_access.interface_text import text_of
from data_access.records import Commitment

_FACT = text_of("trail.no-state")


def evidence(entry: Commitment) -> None:
    """Updates and searches on one line of time; the searches of the whole strategy apart, as they count for none."""
    now = store.snapshot()
    searched = now.statuses[entry.id].searched
    steps = [*map(_update, now.evidence.updates_of(entry.id, now.on)), *map(_search, reversed(searched.own))]
    steps.sort(key=lambda step: step[0].last, reverse=True)
    if steps:
        items = "".join(
            f'<li><p class="ci-when">{escape(when.words)}</p><div>{html}</div></li>' for when, html in steps
        )
        layout.block(f'<ol class="ci-trail">{items}</ol>')
    else:
        layout.paragraph(escape(text_of("commitment.no-evidence")))
    if searched.wide:
        layout.caption(text_of("trail.wide", searches=plural(len(searched.wide), "search", "searches")))
        layout.folded_list("search of the whole strategy", list(map(_wide, searched.wide)), "searches of the strategy")


def _update(update: Update) -> tuple[When, str]:
    origin = update.origin
    state = REPORTED[update.reported].lower() if update.is_state else _FACT
    told = (
        text_of("trail.published", date=update.published.words) if update.published else text_of("trail.date-not-seen")
    )
    checked = text_of("trail.checked") if origin.checked_with_publisher else text_of("trail.not-checked")
    return update.on, (
        f'<p class="ci-what"><b>{escape(update.says)}</b> · {state}</p><p>{escape(update.summary)}</p>'
        f'<p class="ci-cap">{anchor(origin.title, origin.url)}. {escape(told)}. '
        f"{escape(text_of('trail.read-in', where=origin.read_in, trust=origin.confidence, checked=checked))} "
        f"[{escape(update.id)}]</p>"
    )


def _search(search: Search) -> tuple[When, str]:
    return search.on, (
        f'<p class="ci-what"><b>{escape(text_of("trail.searched"))}</b> · '
        f"{escape(text_of('trail.found') if search.found else text_of('trail.nothing-found'))}</p>"
        f"{''.join(_searched(search))}"
    )


def _searched(search: Search) -> Iterator[str]:
    yield f"<p>{escape(text_of('trail.looked-for', what=search.looked_for))}</p>"
    note = f" {escape(search.note)}" if search.note else ""
    yield f'<p class="ci-cap">{escape(text_of("trail.where", place=search.where))}{note} [{escape(search.id)}]</p>'


def _wide(search: Search) -> str:
    found = text_of("trail.found") if search.found else text_of("trail.none-found")
    when = search.on.words
    told = text_of("trail.of-the-strategy", day=when, what=search.looked_for, place=search.where, found=found)
    return f"{escape(told)} [{search.id}]"
