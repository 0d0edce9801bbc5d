import { afterEach, expect, test, vi } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { englishText, say } from '#engine/core/message.ts';
import { english, followLanguage } from '#languages/language.ts';
import {
	exampleExperiment as experiment,
	examplePolicies,
	exampleSkills,
} from '../../../../../tests/support/experiment.ts';
import { NoticeState } from '#lab/page/state/NoticeState.svelte.ts';
import { LabConnection } from '#lab/page/state/LabConnection.svelte.ts';
import type { StoredStudy, StudySummary } from '../feature.ts';
import type { Cell } from '#lab/study/cells.ts';
import type { StudyStatus } from '../Comparisons.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo, NamedFile } from '#lab/worker/protocol.ts';
import type { CallName, RequestTo } from '#lab/worker/lab.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { doneCell, failedCell, studyRecord } from '../../../../../tests/support/studyValues.ts';
import { CompareState, type CompareLab, type CompareOptions } from './CompareState.svelte.ts';

afterEach(() => followLanguage(() => english));

type Request<Name extends CallName> = RequestTo<Name>;
const idle = { kind: 'idle' } as const;

/** The part of a lab that studies use. */
function makeLab(records = [studyRecord()]) {
	const listeners: ((event: LabEvent) => void)[] = [];
	const openStudy = (studyId: string): StoredStudy => ({
		record: records.find(({ id }) => id === studyId)!,
		status: idle,
		outcomes: [],
		runs: [],
	});
	const calls = {
		'study.list': vi.fn(async () =>
			records.map((record): StudySummary => ({
				record,
				status: idle,
				done: 1,
				failed: 0,
				waiting: 0,
				begun: true,
			})),
		),
		'study.open': vi.fn(async ({ studyId }: { studyId: string }) => openStudy(studyId)),
		'study.create': vi.fn(async (request: Request<'study.create'>) => {
			records.unshift(studyRecord({ id: request.studyId, study: request.study }));
		}),
		'study.play': vi.fn(async () => {}),
		'study.pause': vi.fn(async () => {}),
		'study.retry': vi.fn(async () => {}),
		'study.delete': vi.fn(async ({ studyId }: { studyId: string }) => {
			records.splice(
				records.findIndex(({ id }) => id === studyId),
				1,
			);
		}),
		subscribe: (listener: (typeof listeners)[number]) => {
			listeners.push(listener);
			return () => {};
		},
	};
	const notices = new NoticeState();
	const lab: CompareLab = {
		client: calls as unknown as LabClient,
		info: {
			policies: examplePolicies,
			defaultExperiment: experiment,
			models: [experiment.model],
			skills: exampleSkills,
		} as unknown as LabInfo,
		experiment: { ...experiment, seed: 5 },
		notices,
		attempt: LabConnection.prototype.attempt,
		put: vi.fn(),
		refreshRuns: vi.fn(async () => {}),
		policy: () => undefined,
		policyTitles: ({ policy }) => policy[0].id,
		comparedRuns: [],
	};
	const options = {
		newId: () => 'new',
		show: vi.fn(),
		pace: () => ({ kind: 'full' }) as const,
		save: vi.fn(),
		rememberPace: vi.fn<CompareOptions['rememberPace']>(),
	};
	const studies = new CompareState(lab, options);
	const tell = (event: LabEvent) => listeners.forEach((listener) => listener(event));
	const status = (status: StudyStatus, studyId = 'study-1') =>
		tell({ event: 'study.status', studyId, status });
	return { studies, calls, lab, options, notices, tell, status };
}
const running = { kind: 'running', progress: { 'uniform 1': null } } as const;
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a notice names an interrupted study, and its button resumes it', async () => {
	const { studies, notices, calls, options } = makeLab([studyRecord({ going: true })]);
	await studies.load();
	expect(notices.notices[0].message).toContain('was interrupted after 1 of 4 cells');
	notices.notices[0].action?.run();
	await vi.waitFor(() => expect(calls['study.play']).toHaveBeenCalledOnce());
	expect(options.show).toHaveBeenCalled();
	expect(studies.open?.record.id).toBe('study-1');
});

/** The event of a finished cell. */
function doneEvent({ key, factors }: Cell, studyId?: string) {
	const { result, ...done } = doneCell(key, undefined, studyId);
	const outcome = { ...done, factors, result: { ...result, factors } };
	return { event: 'study.outcome', outcome } as const;
}

test('an event changes the list, the open study and its report', async () => {
	const { studies, status, tell, options } = makeLab();
	await studies.load();
	await studies.select('study-1');
	status(running);
	expect(studies.list[0]).toMatchObject({ status: { kind: 'running' }, record: { going: true } });
	expect(studies.open?.status.kind).toBe('running');
	expect(studies.open?.report.counts.finished).toBe(0);
	tell(doneEvent(studies.open!.cells[0]));
	expect(studies.list[0]).toMatchObject({ done: 2, failed: 0 });
	expect(studies.open?.outcomes).toHaveLength(1);
	await studies.open!.makeReport();
	expect(studies.open?.report.counts.finished).toBe(1);
	expect(studies.open?.report.groups.map(({ label }) => label)).toEqual(['uniform']);
	studies.open!.reference = 'proportional';
	expect(studies.open?.report.reference).toBe('proportional');
	expect(options.rememberPace.mock.calls[0][1].step).toBeCloseTo(1234.5 / 300);
	status(idle);
	expect(studies.list[0].record.going).toBe(false);
	await settled();
});

test('the kept run of a cell joins the list of runs, whichever study is open', async () => {
	const keeping = studyRecord({ id: 'keeping', keepRuns: true });
	const { studies, tell, lab } = makeLab([studyRecord(), keeping]);
	await studies.load();
	await studies.select('study-1');
	tell(doneEvent(studies.open!.cells[0]));
	expect(lab.refreshRuns).not.toHaveBeenCalled();
	tell({ event: 'study.outcome', outcome: { ...doneCell('uniform'), studyId: 'keeping' } });
	expect(lab.refreshRuns).toHaveBeenCalledOnce();
});

test('a study that is deleted while it trains is not read again', async () => {
	const { studies, calls, notices, status } = makeLab([
		studyRecord(),
		studyRecord({ id: 'other' }),
	]);
	await studies.load();
	status(running);
	const { 'study.delete': remove, 'study.open': open } = calls;
	const [deleteStored, openStored] = [
		remove.getMockImplementation()!,
		open.getMockImplementation()!,
	];
	remove.mockImplementation(async (request) => {
		// The worker pauses the study before it deletes it, and the page receives that status.
		status(idle);
		await deleteStored(request);
	});
	open.mockImplementation(async (request) => {
		await settled();
		const stored = await openStored(request);
		if (!stored.record as boolean) throw new Error('The lab has no such study.');
		return stored;
	});
	await studies.delete('study-1');
	await settled();
	expect(notices.notices).toEqual([]);
	expect(studies.list.map(({ record }) => record.id)).toEqual(['other']);
});

test('cells that finish within a second share a report, which has the last of them', async () => {
	const { studies, tell, options } = makeLab();
	await studies.select('study-1');
	const open = studies.open!;
	tell(doneEvent(open.cells[0]));
	await vi.waitFor(() => expect(open.report.counts.finished).toBe(1));
	const { report } = open;
	for (const cell of open.cells.slice(1, 3)) tell(doneEvent(cell));
	expect(open.results).toHaveLength(3);
	expect(open.report).toBe(report);
	const shown = new Set<number>();
	await vi.waitFor(() => {
		shown.add(open.report.counts.finished);
		expect(open.report.counts.finished).toBe(3);
	}, 3000);
	expect([...shown]).toEqual([1, 3]);
	tell(doneEvent(open.cells[3]));
	await studies.save('json');
	const [file] = options.save.mock.calls[0] as [NamedFile];
	expect(JSON.parse(await file.blob.text())).toMatchObject({
		report: { counts: { finished: 4 } },
		results: { length: 4 },
	});
});

test('the JSON file has the reason of a failed cell in English', async () => {
	const { studies, tell, options } = makeLab();
	await studies.select('study-1');
	const [{ key, factors }] = studies.open!.cells;
	const message = say(
		'The lab has no such run: it was deleted, or made elsewhere. Choose another.',
	);
	const outcome = { ...failedCell(key), kind: 'failed', factors, message } as const;
	tell({ event: 'study.outcome', outcome });
	await studies.save('json');
	const [file] = options.save.mock.calls[0] as [NamedFile];
	expect(JSON.parse(await file.blob.text())).toMatchObject({
		report: { failures: [{ message: englishText(message) }] },
	});
});

test('a study that another part of the page starts is listed and opened', async () => {
	const { studies, status, calls } = makeLab();
	await studies.load();
	await calls['study.create']({ studyId: 'another', study: studyRecord().study, keepRuns: false });
	status(running, 'another');
	await vi.waitFor(() => expect(studies.open?.record.id).toBe('another'));
	expect(studies.list[0].record.id).toBe('another');
});

test('a notice says that the workbench paused the study; its button resumes it', async () => {
	const { studies, status, notices } = makeLab();
	await studies.load();
	status({ kind: 'idle', why: 'deviceInUse' });
	expect(notices.notices[0].message).toContain('is paused');
	expect(notices.notices[0].action?.label).toBe('▶ Continue');
	status(running);
	expect(notices.notices).toEqual([]);
	status({ kind: 'idle', error: { code: 'storage', message: 'The disk is full.' } });
	expect(notices.notices[0]).toMatchObject({ level: 'error' });
	expect(notices.notices[0].message).toContain('The disk is full.');
});

test('a late reply does not replace the study that was opened after it', async () => {
	const { studies, calls } = makeLab([studyRecord(), studyRecord({ id: 'study-2' })]);
	let open: (study: StoredStudy) => void = () => {};
	calls['study.open'].mockImplementationOnce(() => new Promise((resolve) => (open = resolve)));
	const slow = studies.select('study-1');
	await studies.select('study-2');
	open({ record: studyRecord(), status: idle, outcomes: [], runs: [] });
	await slow;
	expect(studies.open?.record.id).toBe('study-2');
});

test('the newest study opens first, until the visitor chooses', async () => {
	const { studies, calls } = makeLab([studyRecord({ id: 'study-2' }), studyRecord()]);
	await studies.arrive();
	expect(calls['study.open']).not.toHaveBeenCalled();
	await studies.refresh();
	await studies.arrive();
	expect(studies.open?.record.id).toBe('study-2');
	await studies.select(null);
	await studies.arrive();
	expect(studies.open).toBeNull();
});

test('a draft has the workbench’s experiment, and is stored and started', async () => {
	const { studies, calls, lab } = makeLab([]);
	studies.write();
	expect(studies.draft?.base).toEqual(lab.experiment);
	studies.draft!.order = 'turns';
	await studies.start();
	expect(calls['study.create'].mock.calls[0][0]).toMatchObject({
		studyId: 'new',
		keepRuns: false,
		order: 'turns',
		study: { experiment: lab.experiment, seeds: [1, 2, 3], policies: [{ id: 'uniform' }] },
	});
	expect(calls['study.play']).toHaveBeenCalledOnce();
	expect(studies.draft).toBeNull();
	expect(studies.open?.record.id).toBe('new');
});

test('a link shows the stored comparison, or a draft that is ready to start', async () => {
	const policy = (id: string) => [{ fromStep: 0, id, settings: {} }];
	const content = {
		experiment: { ...experiment, policy: policy('uniform') },
		race: [policy('proportional')],
	};
	const { studies, calls } = makeLab([]);
	await studies.follow(content);
	await studies.follow(content);
	expect(studies.draft?.comparable).toEqual(['uniform', 'proportional']);
	await studies.start();
	const [{ study }] = calls['study.create'].mock.calls[0];
	const record = studyRecord({ id: 'linked', study, order: 'turns' });
	const later = makeLab([studyRecord(), record]).studies;
	await later.follow({ ...content });
	expect(later.open?.record.id).toBe('linked');
});

test('drafts that are left for a study or another draft can be taken up again', async () => {
	const { studies } = makeLab();
	await studies.load();
	studies.write();
	const first = studies.draft!;
	first.fields.title = 'Mine';
	studies.write(studyRecord());
	const second = studies.draft!;
	await studies.select('study-1');
	expect([studies.draft, studies.leftDrafts]).toEqual([null, [first, second]]);
	studies.showDraft(first);
	expect([studies.draft, studies.leftDrafts]).toEqual([first, [second]]);
	await studies.start();
	expect([studies.draft, studies.leftDrafts]).toEqual([null, [second]]);
});

test('a refused draft stays; the error about a wrong file names the file', async () => {
	const { studies, calls, notices } = makeLab([]);
	studies.write();
	studies.draft!.domainShares = 'x';
	await expect(studies.start()).rejects.toThrow(
		failure('must be a list of {min} to {max} {what}.', {
			file: 'The study',
			field: 'domainShares',
		}),
	);
	expect(studies.draft).not.toBeNull();
	const take = (text: BlobPart, name: string) => studies.take(new File([text], name));
	await take('{"version":1,', 'cut.json');
	await take('{"version":1,"title":"x","seeds":[]}', 'empty.json');
	await take(new Uint8Array(5e6), 'big.json');
	expect(notices.notices.map(({ message }) => message)).toEqual([
		expect.stringContaining('cut.json is not JSON'),
		expect.stringContaining('empty.json, line 1: seeds: must be a list'),
		expect.stringContaining('big.json: it has 5.0 MB'),
	]);
	expect(calls['study.create']).not.toHaveBeenCalled();
});

test('a cell’s experiment goes to the workbench', async () => {
	const { studies, lab } = makeLab();
	await studies.select('study-1');
	const cell = studies.open!.cells[2];
	expect(await studies.openCell(cell)).toBe(true);
	expect(lab.put).toHaveBeenCalledWith(cell.experiment);
	expect(cell.experiment.seed).toBe(2);
});

test('files have the results and the report; the study’s file makes the same study', async () => {
	const { studies, calls, options } = makeLab();
	await studies.select('study-1');
	const open = studies.open!;
	open.outcomes = open.cells.map((cell) => doneEvent(cell).outcome);
	for (const kind of ['study', 'json', 'csv', 'markdown'] as const) await studies.save(kind);
	const files = options.save.mock.calls.map(([file]) => file as NamedFile);
	const stem = 'uniform-or-proportional-ä';
	expect(files.map(({ name }) => name)).toEqual([
		`${stem}.json`,
		`${stem}-results.json`,
		`${stem}-results.csv`,
		`${stem}-results.md`,
	]);
	const [study, json, csv, markdown] = await Promise.all(files.map(({ blob }) => blob.text()));
	expect(JSON.parse(json)).toMatchObject({
		report: { counts: { finished: 4 } },
		results: { length: 4 },
		study: { version: 1 },
	});
	expect(csv.trim().split('\r\n')).toHaveLength(1 + 4);
	expect(markdown).toContain('# Uniform or proportional “Ä”');
	await studies.take(new File([study], 'study.json'));
	expect(calls['study.create'].mock.calls[0][0].study).toEqual(open.record.study);
});

test('a report in another language has the title of a published study in it too', async () => {
	const { studies, options } = makeLab();
	await studies.select('study-1');
	const stored = new Map([[studies.open!.study.title, '标题']]);
	// Parsed texts are kept by this map: the plurals of another language must not stay with English.
	const messages = new Map(english.messages);
	followLanguage(() => ({ ...english, tag: 'zh-CN', messages, stored }));
	await studies.save('markdown');
	const [file] = options.save.mock.calls[0] as [NamedFile];
	expect(await file.blob.text()).toMatch(/^# 标题\n/);
});

test('a step of a cell changes the status alone, and makes no report again', async () => {
	const { studies, status } = makeLab();
	await studies.select('study-1');
	const open = studies.open!;
	status(running);
	const { record, outcomes } = open;
	expect(record.going).toBe(true);
	const now = { step: 2, steps: 9, doing: null, millisecondsPerStep: null };
	const progress = { 'uniform 1': now };
	status({ ...running, progress });
	expect(open.status).toMatchObject({ progress });
	expect(open.trained).toEqual(['uniform 1']);
	expect(open.record).toBe(record);
	expect(open.outcomes).toBe(outcomes);
});

test('a deleted study is neither open nor listed', async () => {
	const { studies } = makeLab([studyRecord(), studyRecord({ id: 'study-2' })]);
	await studies.load();
	await studies.select('study-1');
	const deleted = studies.delete('study-1');
	studies.write();
	await deleted;
	expect(studies.open).toBeNull();
	expect(studies.draft).not.toBeNull();
	expect(studies.list.map(({ record }) => record.id)).toEqual(['study-2']);
});

test('the space bar starts and pauses the open study; brackets change the study', async () => {
	const { studies, status, calls } = makeLab([studyRecord(), studyRecord({ id: 'study-2' })]);
	await studies.load();
	await studies.toggle();
	expect(calls['study.play']).not.toHaveBeenCalled();
	await studies.step(1);
	expect(studies.open?.record.id).toBe('study-1');
	await studies.toggle();
	expect(calls['study.play']).toHaveBeenCalledOnce();
	status(running);
	await studies.toggle();
	expect(calls['study.pause']).toHaveBeenCalledOnce();
	await studies.step(1);
	expect(studies.open?.record.id).toBe('study-2');
	await studies.step(1);
	expect(studies.open?.record.id).toBe('study-2');
});
