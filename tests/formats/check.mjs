// Whether other tools take our exports: Backstage's published schema, AOE's own build, and, since they publish no
// package to ask, the rules of Build Your Own Radar and Zalando's radar as their code has them.
//
//     node tests/formats/check.mjs target/debug/blipbot
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { TechRadarLoaderResponseParser } = require('@backstage-community/plugin-tech-radar-common');
const here = path.dirname(fileURLToPath(import.meta.url));
const binary = path.resolve(process.argv[2] ?? 'target/debug/blipbot');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'blipbot-formats-'));
let passed = 0;

function blipbot(data, ...args) {
  const env = { ...process.env, BLIPBOT__DATA__PATH: data };
  return execFileSync(binary, args, { cwd: place, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function check(name, run) {
  run();
  passed += 1;
  console.log(`ok - ${name}`);
}

// --- Build Your Own Radar: contentValidator.js, inputSanitizer.js, factory.js.
const RINGS = ['adopt', 'trial', 'assess', 'hold'];
const QUADRANTS = ['techniques', 'platforms', 'tools', 'languages & frameworks'];
const like = (text) => text.trim().toLowerCase().replaceAll(/ and |-and-/g, ' & ');
const ALLOWED = new Set(['b', 'i', 'em', 'strong', 'a', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'ul', 'br', 'p', 'u']);

function byor(rows, rings, quadrants, count) {
  assert.equal(rows.length, count);
  const header = Object.keys(rows[0]);
  for (const column of ['name', 'ring', 'quadrant', 'description']) assert.ok(header.includes(column), column);
  assert.ok(header.includes('isNew') || header.includes('status'));
  assert.equal(new Set(rows.map((row) => row.name)).size, count, 'each name once');
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) assert.equal(typeof value, 'string', `${row.name}: ${key}`);
    assert.ok(rings.includes(like(row.ring)), `the row vanishes: ${row.ring}`);
    assert.ok(quadrants.includes(like(row.quadrant)), `the row vanishes: ${row.quadrant}`);
    assert.match(row.status, /^(new|moved in|moved out|no change)$/i);
    for (const [, tag] of row.description.matchAll(/<\/?([a-z0-9]+)/gi)) assert.ok(ALLOWED.has(tag), `<${tag}>`);
  }
}

/** What the export says to set, else the tool's own list. config.js refuses all but four quadrants and one to four rings. */
function told(said, variable, usual) {
  const set = said.split('\n').find((line) => line.includes(`${variable}=`));
  if (!set) return usual;
  const value = execFileSync('sh', ['-c', `printf %s ${set.match(/=('.*?'|\S+)[ ,]/)[1]}`], { encoding: 'utf8' });
  return JSON.parse(value).map(like);
}

function byorConfig(said, rings, quadrants) {
  const [shownRings, shownQuadrants] = [told(said, 'RINGS', RINGS), told(said, 'QUADRANTS', QUADRANTS)];
  assert.ok(shownRings.length >= 1 && shownRings.length <= 4);
  assert.equal(shownQuadrants.length, 4);
  for (const name of rings) assert.ok(shownRings.includes(name), name);
  for (const name of quadrants) assert.ok(shownQuadrants.includes(name), name);
}

/** A table by RFC 4180, as d3 reads it. */
function csv(text) {
  const rows = [];
  let row = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    const value = () => row.length - 1;
    if (quoted) {
      if (c !== '"') row[value()] += c;
      else if (text[at + 1] === '"') row[value()] += text[(at += 1)];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') row.push('');
    else if (c === '\n') {
      rows.push(row);
      row = [''];
    } else if (c !== '\r') row[value()] += c;
  }
  assert.deepEqual(row, ['']);
  const [header, ...rest] = rows;
  return rest.map((values) => {
    assert.equal(values.length, header.length);
    return Object.fromEntries(header.map((name, n) => [name, values[n]]));
  });
}

// --- Zalando: radar.js reads these without asking.
function zalando(config, names, count) {
  assert.equal(typeof config.date, 'string');
  assert.equal(config.entries.length, count);
  for (const entry of config.entries) {
    assert.equal(typeof entry.label, 'string');
    assert.equal(typeof entry.active, 'boolean');
    assert.ok([0, 1, 2, 3].includes(entry.quadrant) && [0, 1, 2, 3].includes(entry.ring));
    assert.ok([-1, 0, 1, 2].includes(entry.moved));
    assert.ok(names.quadrants[entry.quadrant] && names.rings[entry.ring]);
  }
}

// --- Backstage: the schema, and what the plugin's code takes for granted.
function backstage(json, count) {
  const radar = TechRadarLoaderResponseParser.parse(json);
  assert.equal(radar.entries.length, count);
  const ids = (list) => new Set(list.map((one) => one.id));
  const [rings, quadrants] = [ids(radar.rings), ids(radar.quadrants)];
  assert.equal(ids(radar.entries).size, count);
  for (const entry of radar.entries) {
    assert.ok(quadrants.has(entry.quadrant), entry.id);
    assert.ok(entry.timeline.length > 0, entry.id);
    const dates = entry.timeline.map((step) => step.date.getTime());
    assert.deepEqual(dates, [...dates].sort((a, b) => b - a), `${entry.id}: newest first`);
    for (const step of entry.timeline) assert.ok(rings.has(step.ringId), entry.id);
  }
  return radar;
}

// --- AOE: its package, and in it `scripts/buildData.ts`, which `techradar build` runs first.
function aoe(folder, count) {
  const builder = fs.mkdtempSync(path.join(place, 'aoe-'));
  const modules = path.join(here, 'node_modules');
  fs.cpSync(path.join(modules, 'aoe_technology_radar'), builder, { recursive: true });
  fs.symlinkSync(modules, path.join(builder, 'node_modules'));
  fs.rmSync(path.join(builder, 'data', 'radar'), { recursive: true });
  for (const part of ['radar', 'about.md', 'config.json']) {
    fs.cpSync(path.join(folder, part), path.join(builder, 'data', part), { recursive: true });
  }
  const tsx = path.join(modules, 'tsx', 'dist', 'cli.mjs');
  const said = execFileSync('bash', ['-c', 'node "$0" scripts/buildData.ts 2>&1', tsx], { cwd: builder, encoding: 'utf8' });
  assert.equal(said.trim(), '', 'it warns of what it leaves out');
  const data = JSON.parse(fs.readFileSync(path.join(builder, 'data', 'data.json'), 'utf8'));
  assert.equal(data.items.filter((item) => item.featured).length, count);
  return data;
}

function all(name, data, { rings, quadrants, count, releases }) {
  const out = (file) => path.join(place, `${name}-${file}`);
  for (const [format, file] of Object.entries({
    'byor-csv': 'byor.csv', 'byor-json': 'byor.json', zalando: 'config.json', backstage: 'backstage.json', aoe: 'aoe',
  })) {
    const said = blipbot(data, 'export', '--to', format, '--out', out(file));
    if (format.startsWith('byor')) check(`${name}: ${format}'s configuration`, () => byorConfig(said, rings, quadrants));
  }
  const json = (file) => JSON.parse(fs.readFileSync(out(file), 'utf8'));
  check(`${name}: Build Your Own Radar, CSV`, () =>
    byor(csv(fs.readFileSync(out('byor.csv'), 'utf8')), rings, quadrants, count));
  check(`${name}: Build Your Own Radar, JSON`, () => byor(json('byor.json'), rings, quadrants, count));
  check(`${name}: Zalando`, () => zalando(json('config.json'), json('config.names.json'), count));
  check(`${name}: Backstage's schema`, () => backstage(json('backstage.json'), count));
  check(`${name}: AOE's build`, () => assert.deepEqual(aoe(out('aoe'), count).releases, releases));
}

all('the radar that ships', path.join(here, '..', '..', 'data'), {
  rings: RINGS, quadrants: ['operable'], count: 16, releases: ['2023-10-01'],
});

const radar = path.join(place, 'radar');
blipbot(radar, 'import', '--strict', '--from', 'byor-csv', path.join(here, 'volumes'), '--into', radar);
all('made-up volumes', radar, {
  rings: RINGS, quadrants: QUADRANTS, count: 5, releases: ['2020-01-01', '2020-04-01', '2020-11-01'],
});
check('made-up volumes: what they say', () => {
  const read = (file) => JSON.parse(fs.readFileSync(path.join(place, `made-up volumes-${file}`), 'utf8'));
  const zap = backstage(read('backstage.json'), 5).entries.find((entry) => entry.title === 'Zap');
  assert.deepEqual(zap.timeline.map((step) => [step.ringId, step.moved]), [['adopt', 1], ['trial', undefined]]);
  const row = read('byor.json').find((row) => row.name === 'ZAP');
  assert.deepEqual([row.ring, row.status, row.description], ['Assess', 'Moved In', 'It is back.']);
});

fs.rmSync(place, { recursive: true });
console.log(`${passed} passed, 0 failed`);
