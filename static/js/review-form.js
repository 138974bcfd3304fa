// The cursor's place in a field goes along with its form: data-cursor-of names the field. A date
// that is typed ticks the choice it belongs to. A button with data-count-ticks says how many boxes
// of its form are ticked.
for (const place of document.querySelectorAll("[data-cursor-of]")) {
  const field = place.form.elements[place.dataset.cursorOf];
  field.addEventListener("blur", () => {
    const at = field.selectionStart;
    place.value = at > 0 && at < field.value.length ? at : "";
  });
}

for (const field of document.querySelectorAll("[data-checks]")) {
  field.addEventListener("input", () => {
    document.getElementById(field.dataset.checks).checked = field.value !== "";
  });
}

for (const button of document.querySelectorAll("[data-count-ticks]")) {
  const boxes = [...button.form.elements].filter((each) => each.type === "checkbox");
  const words = button.dataset.countTicks;
  const count = () => {
    const ticked = boxes.filter((each) => each.checked).length;
    button.textContent = words.replace("%(count)s", ticked);
  };
  boxes.forEach((each) => each.addEventListener("change", count));
  count();
}
