// A scrolling box with data-show-here starts at its marked place; without scripts a link leads there.
for (const box of document.querySelectorAll("[data-show-here]")) {
  const place = box.querySelector(".here");
  if (place) {
    box.scrollTop += place.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }
}
