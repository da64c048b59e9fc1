// The map beside latitude and longitude: shows the point and its circle; a click sets it.
"use strict";
(() => {
  const box = document.querySelector(".point-map");
  if (!box || typeof L === "undefined") return;
  const latitude = document.getElementById(box.dataset.latitude);
  const longitude = document.getElementById(box.dataset.longitude);
  const radius = document.getElementById("id_radius_km");
  const defaults = { site: 1, locality: 5, admin3: 15, admin2: 30, admin1: 80, country: 400 };
  latitude.closest(".form-row").append(box);
  box.hidden = false;

  const colour = getComputedStyle(document.documentElement).getPropertyValue("--primary").trim() || "#205067";
  const map = L.map(box, { preferCanvas: true, attributionControl: Boolean(box.dataset.tiles), worldCopyJump: true });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles).addTo(map);
  const point = L.circleMarker([0, 0], { radius: 5, color: colour, fillOpacity: 1 });
  const area = L.circle([0, 0], { radius: 1000, color: colour, weight: 1 });

  const kilometres = () => Number(radius && radius.value) || defaults[document.getElementById("id_type")?.value] || 5;
  const given = () => latitude.value !== "" && longitude.value !== "" && [Number(latitude.value), Number(longitude.value)];
  const draw = (move) => {
    const place = given();
    if (!place || place.some(Number.isNaN)) { point.remove(); area.remove(); return; }
    point.setLatLng(place).addTo(map);
    area.setLatLng(place).setRadius(kilometres() * 1000).addTo(map);
    if (move) map.fitBounds(area.getBounds().pad(1.5));
  };

  map.setView([35, 38.5], 6);
  draw(true);
  map.on("click", (event) => {
    const place = event.latlng.wrap();
    latitude.value = place.lat.toFixed(5);
    longitude.value = place.lng.toFixed(5);
    latitude.dispatchEvent(new Event("change", { bubbles: true }));
    draw(false);
  });
  for (const input of [latitude, longitude, radius, document.getElementById("id_type")]) {
    if (input) input.addEventListener("input", () => draw(true));
  }

  // Every arc of the outlines (TopoJSON: steps of whole numbers) is drawn once, as a line.
  const lines = ({ arcs, transform: { scale, translate } }) => arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
    });
  });

  if (box.dataset.outlines) {
    fetch(box.dataset.outlines)
      .then((answer) => answer.json())
      .then((outlines) => L.polyline(lines(outlines), { interactive: false, color: "#888", weight: 1 }).addTo(map).bringToBack())
      .catch(() => { /* the map is of use without them */ });
  }
})();
