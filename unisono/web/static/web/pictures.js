// Charts and relationship pictures: their libraries are fetched only where there is something to draw.

const colours = () => {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    ink: of("--ink"),
    quiet: of("--quiet"),
    line: of("--line"),
    accent: of("--accent"),
    soft: of("--accent-soft"),
    sunk: of("--sunk"),
    surface: of("--surface"),
    signal: of("--signal"),
  };
};

function fetched(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = path;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

// Cytoscape would add a style element for its container, which the page's policy forbids; parts.css has what it says.
function standForItsStyle() {
  if (document.getElementById("__________cytoscape_stylesheet")) return;
  const stand = document.createElement("meta");
  stand.id = "__________cytoscape_stylesheet";
  document.head.append(stand);
}

// A tree that reads like a list, at its true size: whatever there is, the names can be read.
const ROW = 46;
const NODE = { width: 148, height: 34 };
function placed(nodes, width) {
  const around = nodes.filter((node) => !node.centre);
  const right = Math.max(width - NODE.width / 2 - 2, NODE.width / 2 + 40);
  const at = (node) => (node.centre ? { x: NODE.width / 2 + 2, y: 20 } : { x: right, y: 20 + ROW * (around.indexOf(node) + 1) });
  return nodes.map((data) => ({ data, position: at(data) }));
}

function drawNetwork(place, { nodes, edges }) {
  standForItsStyle();
  const colour = colours();
  place.style.height = `${ROW * nodes.length}px`;
  const graph = window.cytoscape({
    container: place,
    elements: [...placed(nodes, place.clientWidth), ...edges.map((data) => ({ data }))],
    zoom: 1,
    pan: { x: 0, y: 0 },
    userZoomingEnabled: false,
    userPanningEnabled: false,
    autoungrabify: true,
    style: [
      {
        selector: "node",
        style: {
          shape: "round-rectangle",
          ...NODE,
          "background-color": colour.surface,
          "border-width": 1,
          "border-color": colour.quiet,
          label: "data(label)",
          color: colour.ink,
          "font-size": 12,
          "font-family": "Inter, sans-serif",
          "text-valign": "center",
          "text-wrap": "ellipsis",
          "text-max-width": 132,
        },
      },
      { selector: "node[?here]", style: { "background-color": colour.accent, "border-width": 0, color: colour.surface } },
      { selector: "node[kind='person']", style: { shape: "round-rectangle", "border-style": "dashed" } },
      { selector: "edge", style: { width: 1.5, "line-color": colour.quiet, "curve-style": "straight", "source-endpoint": "-40% 50%", "target-endpoint": "-50% 0%" } },
      { selector: "edge[state='paused']", style: { "line-style": "dashed", "line-color": colour.signal } },
    ],
    layout: { name: "preset", fit: false },
  });
  graph.on("tap", "node", (event) => {
    if (event.target.data("url")) location.assign(event.target.data("url"));
  });
}

function drawBars(place, { names, linked, unlinked, words }) {
  const colour = colours();
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const series = (name, data, fill) => ({ name, data, type: "bar", stack: "all", barWidth: 18, itemStyle: { color: fill } });
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: "Inter, sans-serif", color: colour.ink },
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", minInterval: 1, axisLabel: { color: colour.quiet }, splitLine: { lineStyle: { color: colour.line } } },
    yAxis: { type: "category", inverse: true, data: names, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour.ink } },
    series: [series(words[0], linked, colour.accent), series(words[1], unlinked, colour.signal)],
  });
  addEventListener("resize", () => chart.resize());
}

export async function startPictures(root) {
  for (const place of root.querySelectorAll?.("[data-picture]:not([data-drawn])") || []) {
    place.dataset.drawn = "yes";
    const data = JSON.parse(document.getElementById(place.dataset.picture).textContent);
    if (!window[place.dataset.library]) await fetched(place.dataset.script);
    (place.dataset.library === "cytoscape" ? drawNetwork : drawBars)(place, data);
  }
}
