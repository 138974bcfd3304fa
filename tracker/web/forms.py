"""The base of every form: reads the request, speaks Chinese, and takes refusals to their field."""

from typing import Any, ClassVar, Self

import wtforms
from flask import request
from werkzeug.datastructures import CombinedMultiDict

from tracker.errors import InvalidInput


class Form(wtforms.Form):
    """A form of one page. CSRF is checked for the whole app, so no field of it stands here."""

    class Meta:
        """WTForms' own messages come in Chinese."""

        locales: ClassVar = ["zh"]

    @classmethod
    def from_request(cls, **values: Any) -> Self:  # noqa: ANN401 - whatever the fields hold
        """Return the form as it was sent; on a GET filled with `values`."""
        if request.method == "POST":
            return cls(CombinedMultiDict((request.files, request.form)), data=values)
        return cls(data=values)

    def is_ready(self) -> bool:
        """Return whether the form was sent and every field is good."""
        return request.method == "POST" and self.validate()

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
