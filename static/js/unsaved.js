// What was filled into a form with data-unsaved and not sent is not left behind without a question;
// data-unsaved="1" says that the page came with something not saved yet.
const forms = [...document.querySelectorAll("form[data-unsaved]")];
let sent = null;

function isFilledIn(field) {
  if (field.matches("select")) {
    return [...field.options].some((each) => each.selected && !each.defaultSelected && each.index > 0);
  }
  if (field.matches("[type=checkbox], [type=radio]")) {
    return field.checked !== field.defaultChecked;
  }
  return field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;
}

function isUnsaved(form) {
  return form.dataset.unsaved === "1" || [...form.elements].some(isFilledIn);
}

for (const form of forms) {
  form.addEventListener("submit", () => {
    sent = form;
  });
}

window.addEventListener("pageshow", () => {
  sent = null;
});

window.addEventListener("beforeunload", (event) => {
  if (forms.some((form) => form !== sent && isUnsaved(form))) {
    event.preventDefault();
    event.returnValue = "";
  }
});
