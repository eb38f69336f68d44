"""What the ward map shows: the choice in the address, the panel that changes it, and what is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from components import layout, store, url_state
from data_access import ward_sentences
from data_access.boundaries import MEASURES, VINTAGES
from data_access.interface_text import text_of
from data_access.records import ALL, Selection
from data_access.selection import Dropped, options, parse_leniently
from data_access.ward_views import WardMapView, default_measure

ADDRESS = "wards"
MAP, HEXAGONS = "map", "hexagons"
_DRAWN_AS = {MAP: text_of("wards.map-text"), HEXAGONS: text_of("wards.hexagons")}
_NO_WARD = "none"
_FILTERS = ("indicator", "ethnicity", "period", "category", "ward")
_LABELS = {
    "indicator": text_of("wards.outcome"),
    "ethnicity": text_of("wards.ethnic-group"),
    "category": text_of("wards.breakdown"),
    "period": text_of("wards.date"),
}


@dataclass(frozen=True)
class MapChoice:
    """What the page shows: the figure, the ward that is outlined if any, and how the wards are drawn."""

    view: WardMapView
    ward: str
    drawn_as: str

    @property
    def title(self) -> str:
        """The figure in a few words, for captions and alternative texts."""
        row = self.view.rows[0]
        parts = [row.indicator, *([] if row.category_code == ALL else [row.category]), row.ethnicity, row.period]
        return ", ".join(parts)

    @property
    def query(self) -> str:
        """The address of this very view, without its page."""
        codes = self.view.choice
        chosen = {
            "indicator": codes.indicator_id,
            "ethnicity": codes.ethnicity_code,
            "period": codes.period_code,
            "category": codes.category_code,
            "measure": self.view.measured.measure,
            "view": self.drawn_as,
            "ward": self.ward,
            **store.edition_filter(),
        }
        return urlencode({name: value for name, value in chosen.items() if value})


def ward_address(code: str) -> str:
    """The address of one ward's page."""
    return f"ward?{urlencode({'ward': code, **store.edition_filter()})}"


def map_address(indicator_id: str, **more: str) -> str:
    """The address of the map of one indicator."""
    return f"{ADDRESS}?{urlencode({'indicator': indicator_id, **more, **store.edition_filter()})}"


def choice(page: str) -> MapChoice:
    """Draw the choice panel; what it leads to."""
    url_state.restore(page, ("ethnicity", "ward"))
    wished, dropped = parse_leniently({name: url_state.values(name) for name in _FILTERS}, store.catalogue())
    chosen, offered = store.ward_choice(wished)
    labels = options(store.catalogue()) | {"ethnicity": group_labels(offered["ethnicity"])}
    with layout.choice_panel("wards") as panel:
        for name, label in _LABELS.items():
            current = str(getattr(chosen, "indicator_id" if name == "indicator" else f"{name}_code"))
            if len(offered[name]) > 1:
                url_state.one(label, {code: labels[name][code] for code in offered[name]}, name, current)
        usual = default_measure(store.catalogue().indicators[chosen.indicator_id], chosen.ethnicity_code)
        measure = url_state.one(text_of("wards.measure"), MEASURES, "measure", usual)
        drawn_as = url_state.one(text_of("wards.drawn-as"), _drawn_as(chosen.vintage), "view", MAP)
        ward = _ward(chosen.vintage)
        found = MapChoice(store.ward_map_view(chosen, measure), ward, drawn_as)
        panel.told(_told(found), page)
    for entry in [*dropped, *_unknown("measure", MEASURES), *_unknown("view", _DRAWN_AS)]:
        layout.notice(str(entry))
    _tell_replaced(wished, found)
    return found


def group_labels(codes: list[str]) -> dict[str, str]:
    """The groups offered, with the list each is of where two lists use the same word."""
    known = store.catalogue().codes
    labels = [known.ethnic_groups[code].label for code in codes]
    return {
        code: f"{label} ({known.classifications[known.ethnic_groups[code].classification_code].label})"
        if labels.count(label) > 1
        else label
        for code, label in zip(codes, labels, strict=True)
    }


def _drawn_as(vintage: str) -> Mapping[str, str]:
    """Hexagons have been laid out for the wards of today alone."""
    return _DRAWN_AS if vintage == VINTAGES[-1] else {MAP: _DRAWN_AS[MAP]}


def _ward(vintage: str) -> str:
    names = {ward.code: ward.name for ward in store.boundaries(vintage).wards}
    offered = {_NO_WARD: text_of("wards.none"), **dict(sorted(names.items(), key=lambda entry: entry[1]))}
    found = url_state.one(text_of("wards.ward-to-outline"), offered, "ward", _NO_WARD)
    return "" if found == _NO_WARD else found


def _unknown(name: str, known: Mapping[str, str]) -> list[Dropped]:
    return [Dropped(name, value) for value in url_state.values(name) if value not in known]


def _told(found: MapChoice) -> str:
    wards = {ward.code: ward.name for ward in store.boundaries(found.view.choice.vintage).wards}
    outlined = f" {text_of('wards.outlined', ward=wards[found.ward])}" if found.ward else ""
    # With the figure's name, or another choice may leave the sentence as it was, and nothing is read aloud.
    return f"Showing {found.title}, in {ward_sentences.coverage(found.view)}.{outlined}"


def _tell_replaced(wished: Selection, found: MapChoice) -> None:
    """Say which codes of the address exist but have no figure by ward here."""
    codes, labels = found.view.choice, options(store.catalogue())
    wards = {ward.code for ward in store.boundaries(codes.vintage).wards}
    pairs: list[tuple[str, str, tuple[str, ...], bool]] = [
        ("indicator", codes.indicator_id, wished.indicator, codes.indicator_id in wished.indicator),
        ("ethnicity", codes.ethnicity_code, wished.ethnicity, codes.ethnicity_code in wished.ethnicity),
        ("category", codes.category_code, wished.category, codes.category_code in wished.category),
        ("period", codes.period_code, wished.period, codes.period_code in wished.period),
    ]
    for name, code, asked, kept in pairs:
        if asked and not kept:
            layout.notice(text_of("wards.shown-instead", wanted=labels[name][asked[0]], shown=labels[name][code]))
    for code in wished.ward:
        if code not in wards:
            area = store.catalogue().codes.areas[code]
            layout.notice(text_of("wards.other-vintage", ward=area.label, its=area.vintage, shown=codes.vintage))
