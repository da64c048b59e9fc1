// Puts a movable map in the place of each drawn one, from the circles that are in the drawing already.
// Without this file, or without Leaflet, the drawing stays.
"use strict";

(function () {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // TopoJSON: arcs are steps in thousandths of a degree; a border between two countries is drawn bolder.
  function borders(topology) {
    const [sx, sy] = topology.transform.scale;
    const [tx, ty] = topology.transform.translate;
    const lines = topology.arcs.map((arc) => {
      let x = 0;
      let y = 0;
      return arc.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [y * sy + ty, x * sx + tx];
      });
    });
    const beside = lines.map(() => []);
    for (const geometry of topology.objects.areas.geometries) {
      for (const number of geometry.arcs.flat(2)) {
        beside[number < 0 ? ~number : number].push(geometry.properties.country);
      }
    }
    const national = (n) => beside[n].length < 2 || beside[n][0] !== beside[n][1];
    return {
      national: lines.filter((_line, n) => national(n)),
      inner: lines.filter((_line, n) => !national(n)),
    };
  }

  function popup(data) {
    const box = document.createElement("div");
    const name = document.createElement(data.address ? "a" : "span");
    if (data.address) name.href = data.address;
    name.textContent = data.label;
    name.dir = "auto";
    box.append(name);
    return box;
  }

  function circle(data) {
    const km = Number(data.km);
    const at = [Number(data.lat), Number(data.lon)];
    const look = { color: colour("--mark"), weight: 1.5, fillOpacity: data.spread ? 0.08 : 0.22 };
    if (data.spread) look.dashArray = "6 5";
    // A place known to the metre would vanish: it keeps a small dot.
    const drawn = km > 0 ? L.circle(at, { ...look, radius: km * 1000 }) : L.circleMarker(at, { ...look, radius: 5 });
    return drawn.bindPopup(popup(data));
  }

  function liven(frame) {
    const drawing = frame.querySelector("svg");
    const circles = [...drawing.querySelectorAll("circle")].map((one) => ({
      ...one.dataset,
      spread: one.classList.contains("map-spread"),
    }));
    if (!circles.length) return;
    const place = document.createElement("div");
    place.className = "map-live";
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", frame.dataset.label);
    drawing.replaceWith(place);

    const map = L.map(place, { preferCanvas: true, scrollWheelZoom: false, attributionControl: Boolean(frame.dataset.tiles) });
    const areas = L.featureGroup(circles.map(circle)).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (frame.dataset.tiles) L.tileLayer(frame.dataset.tiles, { maxZoom: 17 }).addTo(map);
    map.fitBounds(areas.getBounds().pad(0.3), { maxZoom: 9 });

    fetch(frame.dataset.outlines)
      .then((answer) => answer.json())
      .then((topology) => {
        const { national, inner } = borders(topology);
        const fixed = { interactive: false };
        L.polyline(inner, { ...fixed, color: colour("--border-fine"), weight: 1 }).addTo(map).bringToBack();
        L.polyline(national, { ...fixed, color: colour("--border-bold"), weight: 1.5 }).addTo(map).bringToBack();
      })
      .catch(() => {});
  }

  if (typeof L !== "undefined") document.querySelectorAll("[data-map]").forEach(liven);
})();
