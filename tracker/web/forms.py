"""The base of every form: reads the request, speaks Chinese, and takes refusals to their field."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import wtforms
from flask import g, request
from werkzeug.datastructures import CombinedMultiDict

from tracker.errors import InvalidInput

# Ids, versions and counts have no more digits; a column would not hold many more.
LONGEST_NUMBER = 9


def whole_number(text: str | None) -> int | None:
    """Return the whole number a text holds, None where it holds none of use."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


class NumberField(wtforms.IntegerField):
    """A number that the page itself put into a form; None where what was sent holds none of use."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number that was sent."""
        self.data = whole_number(valuelist[0] if valuelist else None)


class Form(wtforms.Form):
    """A form of one page. CSRF is checked for the whole app, so no field of it stands here."""

    class Meta:
        """WTForms' own messages come in Chinese."""

        locales: ClassVar = ["zh"]

    stored: Mapping[str, Any] = MappingProxyType({})

    @classmethod
    def from_request(cls, **values: Any) -> Self:  # noqa: ANN401 - whatever the fields hold
        """Return the form as it was sent; on a GET filled with `values`, what is stored now."""
        if request.method != "POST":
            return cls(data=values)
        form = cls(CombinedMultiDict((request.files, request.form)), data=values)
        form.stored = values
        if g.get("shown_again") is not None:
            g.shown_again.append(form)
        return form

    def is_ready(self) -> bool:
        """Return whether the form was sent, every field is good, and it is meant to be taken.

        It is not where tracker.web.again only asks for the page of the form.
        """
        return request.method == "POST" and g.get("shown_again") is None and self.validate()

    def refuse(self, refusal: InvalidInput) -> None:
        """Show a stage's refusal at the field it names, else above the form."""
        if refusal.field in self._fields:
            field = self._fields[refusal.field]
            field.errors = [*field.errors, str(refusal)]
        else:
            self.form_errors.append(str(refusal))

    @property
    def places_to_fix(self) -> int:
        """How many fields (and the form itself) have an error."""
        return len(self.errors)
