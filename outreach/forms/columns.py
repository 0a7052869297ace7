"""What the columns of a list mean: asked once for each shape of sheet."""

from collections.abc import Sequence
from itertools import islice

from django import forms
from django.utils.translation import gettext as _

from kecamatan.forms.fields import mark_errors
from outreach import uploads
from outreach.actions.imports.read import remembered
from outreach.models import ImportBatch
from outreach.reading import cells
from outreach.reading.faults import Refused, column_letters
from outreach.reading.headers import Column
from outreach.reading.meanings import Meaning
from outreach.reading.rows import Form, forms_of, same_forms
from outreach.reading.sheets import open_book
from outreach.words import MEANINGS

SAMPLE_ROWS = 40


class ColumnsForm(forms.Form):
    """What each column of one shape of sheet means."""

    def __init__(self, data, *, shape: str, columns: Sequence[Column], samples: dict[int, list[str]]) -> None:
        super().__init__(data, prefix=shape)
        choices = [("", _("not used")), *((meaning.value, str(words)) for meaning, words in MEANINGS.items())]
        self.shape, self.titles = shape, {}
        for column in columns:
            name = f"c{column.number}"
            self.titles[name] = column.title
            shown = ", ".join(samples.get(column.number, [])[:3])
            self.fields[name] = forms.ChoiceField(
                label=column.title
                or _("Column %(letter)s, without a title") % {"letter": column_letters(column.number)},
                choices=choices,
                required=False,
                initial=column.meaning or (column.candidates[0] if column.candidates else ""),
                help_text=shown,
            )
        mark_errors(self)

    def clean(self) -> dict:
        cleaned = super().clean()
        used: dict[str, str] = {}
        for name, meaning in cleaned.items():
            if meaning and meaning != Meaning.IGNORED and meaning in used:
                self.add_error(
                    name,
                    _("“%(other)s” has this meaning already. Choose it once.") % {"other": self.titles[used[meaning]]},
                )
            used[meaning] = name
        if not {Meaning.NAME, Meaning.NIK} & set(cleaned.values()):
            raise forms.ValidationError(_("Say which column holds the name, or the NIK."))
        return cleaned

    @property
    def mapping(self) -> dict[int, Meaning]:
        """Column number → meaning; what was left open is not used."""
        return {int(name[1:]): Meaning(value or Meaning.IGNORED) for name, value in self.cleaned_data.items()}


def mapping_forms(batch: ImportBatch, data=None) -> list[ColumnsForm]:
    """One form for each shape of sheet whose columns are to be named; empty where the file is gone."""
    try:
        with open_book(uploads.path_of(batch.upload), name=batch.file_name) as book:
            shapes = same_forms(forms_of(book, remembered(batch)))
            return [_columns_form(data, shape, found) for shape, found in shapes.items()]
    except (Refused, FileNotFoundError):
        return []


def _sample(text: str) -> str:
    """A cell as an example: of 16 digits only the region, since birth dates stand in the same order below."""
    return f"{text[:6]}{'•' * 10}" if text.isdigit() and len(text) == 16 else text[:30]


def _columns_form(data, shape: str, found: Sequence[Form]) -> ColumnsForm:
    layout = found[0].layout
    samples: dict[int, list[str]] = {column.number: [] for column in layout.columns}
    for row in islice(found[0].sheet.rows(), SAMPLE_ROWS):
        if row.number <= layout.last_row:
            continue
        for number, texts in samples.items():
            text = cells.read_text(row.cell(number))
            shown = _sample(text)
            if shown and len(texts) < 3 and shown not in texts:
                texts.append(shown)
    form = ColumnsForm(data, shape=shape, columns=layout.columns, samples=samples)
    form.sheets = ", ".join(one.sheet.name for one in found if one.sheet.name)
    return form
