// Puts a movable map in the place of each drawn one, from the circles that are in the drawing already.
// Without this file, or without Leaflet, the drawing stays.
"use strict";

(function () {
  const WIDTH_OF_LETTER = 7;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // TopoJSON: arcs are steps in thousandths of a degree; a border between two countries is drawn bolder.
  function outlines(topology) {
    const [sx, sy] = topology.transform.scale;
    const lines = topology.arcs.map((arc) => {
      let [x, y] = [0, 0];
      return arc.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [y * sy, x * sx];
      });
    });
    const arc = (n) => (n < 0 ? [...lines[~n]].reverse() : lines[n]);
    const ring = (numbers) => numbers.flatMap((n, at) => arc(n).slice(at ? 1 : 0));
    const areas = topology.objects.areas.geometries;
    const beside = lines.map(() => []);
    for (const area of areas) {
      for (const n of area.arcs.flat(2)) beside[n < 0 ? ~n : n].push(area.properties.country);
    }
    const national = lines.filter((_line, n) => beside[n].length < 2 || beside[n][0] !== beside[n][1]);
    return { land: areas.map((area) => area.arcs.map((polygon) => polygon.map(ring))), national, areas };
  }

  // Names of divisions of the covered countries, each while its area has room for it.
  function nameAreas(map, areas, land, countries) {
    const language = document.documentElement.lang;
    const named = areas.flatMap(({ properties }, n) => {
      const name = properties.names[language] || properties.names.en;
      if (!name || !countries.includes(properties.country)) return [];
      const text = document.createElement("span");
      text.textContent = name;
      const icon = L.divIcon({ className: "map-name", html: text, iconSize: [0, 0] });
      const at = [properties.label[1], properties.label[0]];
      const marker = L.marker(at, { icon, interactive: false, keyboard: false });
      return [{ marker, bounds: L.polygon(land[n]).getBounds(), width: name.length * WIDTH_OF_LETTER }];
    });
    const show = () => named.forEach(({ marker, bounds, width }) => {
      const room = map.project(bounds.getSouthEast()).x - map.project(bounds.getNorthWest()).x;
      if (room > width) marker.addTo(map);
      else marker.remove();
    });
    map.on("zoomend", show);
    show();
  }

  function drawGround(map, topology, countries) {
    const { land, national, areas } = outlines(topology);
    const fixed = { interactive: false };
    L.polyline(national, { ...fixed, color: colour("--border-bold"), weight: 1.5 }).addTo(map).bringToBack();
    const surface = { ...fixed, color: colour("--border-fine"), weight: 0.8, fillColor: colour("--land"), fillOpacity: 1 };
    land.forEach((area) => L.polygon(area, surface).addTo(map).bringToBack());
    nameAreas(map, areas, land, countries);
  }

  function popup(data) {
    const box = document.createElement("div");
    const name = document.createElement(data.address ? "a" : "span");
    if (data.address) name.href = data.address;
    name.textContent = data.label;
    name.dir = "auto";
    box.append(name);
    if (data.voice) {
      const voice = document.createElement("p");
      voice.className = "voice";
      voice.textContent = data.voice;
      box.append(voice);
    }
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
    if (!circles.length) return; // nothing to move to
    const place = document.createElement("div");
    place.className = "map-live";
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", frame.dataset.label);
    drawing.replaceWith(place);

    const map = L.map(place, { preferCanvas: true, scrollWheelZoom: false, zoomSnap: 0.25, attributionControl: Boolean(frame.dataset.tiles) });
    const [west, south, east, north] = frame.dataset.bounds.split(",").map(Number);
    map.fitBounds([[south, west], [north, east]], { animate: false });
    circles.forEach((one) => circle(one).addTo(map));
    L.control.scale({ imperial: false }).addTo(map);
    if (frame.dataset.tiles) L.tileLayer(frame.dataset.tiles, { maxZoom: 17 }).addTo(map);

    fetch(frame.dataset.outlines)
      .then((answer) => answer.json())
      .then((topology) => drawGround(map, topology, frame.dataset.countries.split(" ")))
      .catch(() => {});
  }

  if (typeof L !== "undefined") document.querySelectorAll("[data-map]").forEach(liven);
})();
