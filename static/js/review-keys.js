// Every element with data-key is pressed by that key: links are followed, buttons pressed, radios
// chosen, summaries opened. Several keys stand with a blank between. A bare letter counts outside
// fields only. data-key-focus moves there and presses nothing. Esc leaves a field.
const TYPED = "input:not([type=checkbox]):not([type=radio]), textarea, select";

function nameOf(event) {
  return (event.ctrlKey || event.metaKey ? "Control+" : "") + event.key;
}

function find(attribute, name) {
  for (const each of document.querySelectorAll(`[${attribute}]`)) {
    if (each.getAttribute(attribute).split(" ").includes(name)) {
      return each;
    }
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) {
    return;
  }
  const name = nameOf(event);
  const field = event.target.closest ? event.target.closest(TYPED) : null;
  if (name === "Escape" && field) {
    field.blur();
    event.preventDefault();
    return;
  }
  if (field && !name.startsWith("Control+")) {
    return;
  }
  const goal = find("data-key-focus", name);
  const pressed = goal ? null : find("data-key", name);
  if (goal) {
    const folded = goal.closest("details");
    if (folded) {
      folded.open = true;
    }
    goal.focus();
  } else if (pressed) {
    pressed.click();
    if (pressed.matches("input")) {
      pressed.focus();
    }
  } else {
    return;
  }
  event.preventDefault();
});
