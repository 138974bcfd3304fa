// A box in [data-all] ticks every box of its form and takes them back; without scripts one ticks each.
for (const place of document.querySelectorAll("[data-all]")) {
  const all = place.querySelector("input");
  const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${all.form.id}"]`)];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  place.hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}
