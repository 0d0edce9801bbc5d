/** The results of a class at the teacher's machine: what is taken, kept, shown and refused. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeLink } from '#lab/run/link.ts';
import { Collector, limits } from '../../../scripts/lib/Collector.ts';
import { serve, type Site } from '../../../scripts/lib/serve.ts';
import { exampleExperiment } from '../../support/experiment.ts';
import { testFolder } from '../../support/testFolder.ts';

const folder = testFolder();
const file = path.join(folder, 'class.json');
const line = `http://192.0.2.7:4173/#${encodeLink(exampleExperiment)}`;
const other = `#${encodeLink({ ...exampleExperiment, seed: 7 })}`;
const result = { sender: 'a', lesson: 'mix', line };
let collector: Collector;
let site: Site;
let now = 0;

async function open(): Promise<void> {
	collector = new Collector(
		file,
		(text) => expect.unreachable(text),
		() => now,
	);
	// Another port each time: fetch keeps connections to an origin, which a closed server ends.
	site = await serve(folder, 0, { collector });
}
beforeEach(async () => {
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'index.html'), '<!doctype html><head></head>');
	now += 60_000;
	await open();
});
afterEach(async () => {
	await site.close();
	if (existsSync(file)) writeFileSync(file, JSON.stringify({ code: 'TESTCODE', results: [] }));
});

const json = { 'Content-Type': 'application/json' };
const send = async (body: unknown, headers: Record<string, string> = json) => {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return (await fetch(`${site.url}class`, { method: 'POST', headers, body: text })).status;
};
const ask = (method: string, code = collector.code) =>
	fetch(`${site.url}class`, { method, headers: { Authorization: `Bearer ${code}` } });
const lines = async () => ((await (await ask('GET')).json()) as { lines: string[] }).lines;

test('a later result of a sender in a lesson takes the place of the earlier one', async () => {
	expect(await send({ ...result, name: 'Ada' })).toBe(204);
	expect(await send({ ...result, sender: 'b' })).toBe(204);
	expect(await send(result)).toBe(204);
	expect(await send({ ...result, lesson: 'mos', name: ' [Zoë]\u202e# ' })).toBe(204);
	expect(await lines()).toEqual([line, line, `Zoë: ${line}`]);
});

test('a restart keeps the results and the code, and Clear removes them', async () => {
	await send({ ...result, name: 'Ada' });
	const { code } = collector;
	await site.close();
	await open();
	expect([collector.code, await lines()]).toEqual([code, [`Ada: ${line}`]]);
	expect((await ask('DELETE')).status).toBe(204);
	expect(await lines()).toEqual([]);
	expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ code, results: [] });
});

test.each([
	['no JSON', '{', json],
	['no result', { ...result, line: 'hello' }, json],
	['two results', { ...result, line: `${line} ${other}` }, json],
	['a field that is not known', { ...result, html: '<b>' }, json],
	['a name that is too long', { ...result, name: 'x'.repeat(41) }, json],
	['a result over two lines', { ...result, line: `${line}\nEve: x` }, json],
	['a line that is too long', { ...result, line: line + ' '.repeat(limits.bytesOfResult) }, json],
	['a body that is too long', 'x'.repeat(3 * limits.bytesOfResult), json],
	['text from a page of another site', result, { 'Content-Type': 'text/plain' }],
])('%s is refused', async (_, body, headers) => {
	expect(await send(body, headers)).toBeOneOf([400, 413, 415]);
	expect(await lines()).toEqual([]);
});

test('without the code nobody reads or clears, and guesses are bounded', async () => {
	await send(result);
	for (const method of ['GET', 'DELETE', 'PUT'])
		expect((await ask(method, 'WRONG')).status).toBe(403);
	expect(await lines()).toEqual([line]);
	for (let i = 0; i < limits.faultsPerMinute; i++) await ask('GET', `CODE${i}`);
	expect((await ask('GET', 'OTHER')).status).toBe(429);
	expect(await lines()).toEqual([line]);
});

test('one who floods or sends nonsense costs the others at the same address nothing', async () => {
	for (let i = 0; i < 2 * limits.faultsPerMinute; i++) await send('nonsense');
	expect(await send('nonsense')).toBe(429);
	for (let i = 0; i < limits.resultsPerMinute; i++) expect(await send(result)).toBe(204);
	expect(await send(result)).toBe(429);
	expect(await send({ ...result, sender: 'b' })).toBe(204);
	expect(await lines()).toEqual([line, line]);
	now += 60_000;
	expect(await send({ ...result, name: 'Ada' })).toBe(204);
	expect(await lines()).toEqual([`Ada: ${line}`, line]);
});

test('the page is marked, and short addresses lead to the lessons and to Class', async () => {
	const page = await fetch(site.url);
	expect(await page.text()).toContain('<meta name="skillet-collects" />');
	const target = async (address: string) =>
		(await fetch(site.url + address, { redirect: 'manual' })).headers.get('location');
	expect(await target('c')).toBe('/#class');
	expect(await target('l/3')).toBe('/#lesson=temperature&seeds=each');
	for (const address of ['l/0', 'l/99', 'l/x', 'l/constructor'])
		expect(await target(address)).toBeNull();
});
