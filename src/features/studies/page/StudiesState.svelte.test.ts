import { expect, test, vi } from 'vitest';
import { InputError } from '#core/errors.ts';
import type { StudyReport } from '../model/reportTypes.ts';
import {
	exampleExperiment as experiment,
	examplePolicies,
} from '#page/state/experiment.test-support.ts';
import type { Notice } from '#page/state/NoticeState.svelte.ts';
import type { OpenStudy, StudyStatus, StudySummary } from '../calls/studyCalls.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabEvent, LabInfo } from '#lab/worker/protocol.ts';
import { doneCell, studyRecord } from '../../../../tests/support/studyValues.ts';
import { starters } from './starters.ts';
import { StudiesState, type StudiesLab } from './StudiesState.svelte.ts';

const cell = {
	key: 'uniform 1',
	factors: { policy: 'uniform', seed: 1 },
	model: 'base',
	steps: 300,
};
const idle = { kind: 'idle' } as const;

/** The part of a lab that studies use. */
function labOf(records = [studyRecord()]) {
	let listener: (event: LabEvent) => void = () => {};
	const openOf = (studyId: string): OpenStudy => ({
		record: records.find(({ id }) => id === studyId)!,
		status: idle,
		cells: [cell],
		outcomes: [],
	});
	const report = (studyId: string) => ({ title: studyId }) as StudyReport;
	const calls = {
		'study.list': vi.fn(async () =>
			records.map((record): StudySummary => ({
				record,
				status: idle,
				cells: 4,
				done: 1,
				failed: 0,
				waiting: 0,
				begun: true,
			})),
		),
		'study.open': vi.fn(async ({ studyId }: { studyId: string }) => openOf(studyId)),
		'study.report': vi.fn(async ({ studyId }: { studyId: string; groupBy?: unknown }) =>
			report(studyId),
		),
		'study.create': vi.fn(async ({ studyId }: { studyId: string }) => {
			records.unshift(studyRecord({ id: studyId }));
		}),
		'study.import': vi.fn(async ({ file }: { file: File }) => {
			throw new InputError(`${file.name}: seeds: is missing.`);
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
		'study.cell': vi.fn(async () => ({ ...experiment, seed: 9 })),
		'study.file': vi.fn(async ({ as }: { as: string }) => ({
			name: as === 'study' ? 'study.json' : `results.${as}`,
			blob: new Blob(['x']),
		})),
		subscribe: (listen: typeof listener) => {
			listener = listen;
			return () => {};
		},
	};
	const notices: Omit<Notice, 'id'>[] = [];
	const lab: StudiesLab = {
		client: calls as unknown as LabClient,
		info: { policies: examplePolicies, defaultExperiment: experiment } as unknown as LabInfo,
		experiment: { ...experiment, seed: 5 },
		notices: {
			say: (notice) => void notices.push(notice),
			withdraw: (said) =>
				void notices.splice(
					notices.findIndex(({ message }) => message === said),
					1,
				),
			fail: (what, error) =>
				void notices.push({ level: 'error', message: `${what} ${(error as Error).message}` }),
		},
		put: vi.fn(),
		refreshRuns: vi.fn(async () => {}),
	};
	const options = {
		newId: () => 'new',
		show: vi.fn(),
		save: vi.fn(),
		rememberPace: vi.fn(),
	};
	const studies = new StudiesState(lab, options);
	const tell = (event: LabEvent) => listener(event);
	const status = (status: StudyStatus, studyId = 'study-1') =>
		tell({ event: 'study.status', studyId, status });
	return { studies, calls, lab, options, notices, tell, status };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a notice names an interrupted study, and its button resumes it', async () => {
	const { studies, notices, calls, options } = labOf([studyRecord({ going: true })]);
	await studies.load();
	expect(notices[0].message).toContain('was interrupted after 1 of 4 cells');
	notices[0].action?.run();
	await settled();
	expect(options.show).toHaveBeenCalled();
	expect(studies.open?.record.id).toBe('study-1');
	expect(calls['study.play']).toHaveBeenCalledWith({ studyId: 'study-1' });
});

test('an event changes the list and the open study, and the report is read again', async () => {
	const { studies, status, tell, calls, options } = labOf();
	await studies.load();
	await studies.select('study-1');
	status({ kind: 'running', cell: cell.key, progress: null });
	expect(studies.list[0]).toMatchObject({ status: { kind: 'running' }, record: { going: true } });
	expect(studies.open?.status.kind).toBe('running');
	const outcome = doneCell('uniform 1');
	tell({ event: 'study.outcome', outcome });
	tell({
		event: 'study.outcome',
		outcome: { ...outcome, factors: { ...outcome.factors, search: 1 } },
	});
	await settled();
	// The run of a search is not a cell.
	expect(studies.list[0]).toMatchObject({ done: 2, failed: 0 });
	expect(studies.open?.outcomes).toHaveLength(1);
	// Once at the opening, then for both outcomes together: one reading runs and one waits.
	expect(calls['study.report'].mock.calls.length).toBeLessThanOrEqual(3);
	expect(options.rememberPace.mock.calls[0][1]).toBeCloseTo(1234.5 / 300);
	status(idle);
	expect(studies.list[0].record.going).toBe(false);
});

test('a notice says that the workbench paused the study; its button resumes it', async () => {
	const { studies, status, notices } = labOf();
	await studies.load();
	status({ kind: 'idle', why: 'bench' });
	expect(notices[0].message).toContain('is paused');
	expect(notices[0].action?.label).toBe('▶ Continue');
	status({ kind: 'running', cell: cell.key, progress: null });
	expect(notices).toEqual([]);
	status({ kind: 'idle', error: { code: 'storage', message: 'The disk is full.' } });
	expect(notices[0]).toMatchObject({ level: 'error' });
	expect(notices[0].message).toContain('The disk is full.');
});

test('a late reply does not replace the study that was opened after it', async () => {
	const { studies, calls } = labOf([studyRecord(), studyRecord({ id: 'study-2' })]);
	let open: (study: OpenStudy) => void = () => {};
	calls['study.open'].mockImplementationOnce(() => new Promise((resolve) => (open = resolve)));
	const slow = studies.select('study-1');
	await studies.select('study-2');
	open({ record: studyRecord(), status: idle, cells: [], outcomes: [] });
	await slow;
	expect(studies.open?.record.id).toBe('study-2');
	expect(studies.report.value?.title).toBe('study-2');
});

test('the newest study opens first, until the visitor chooses', async () => {
	const { studies, calls } = labOf([studyRecord({ id: 'study-2' }), studyRecord()]);
	await studies.arrive();
	expect(calls['study.open']).not.toHaveBeenCalled();
	await studies.refresh();
	await studies.arrive();
	expect(studies.open?.record.id).toBe('study-2');
	await studies.select(null);
	await studies.arrive();
	expect(studies.open).toBeNull();
});

test('a draft has the workbench’s experiment; an example has the default one', async () => {
	const { studies, calls, lab } = labOf([]);
	studies.write('bench');
	expect(studies.draft?.base).toBe(lab.experiment);
	studies.write({ starter: starters[0] });
	expect(studies.draft?.base).toBe(experiment);
	await studies.make();
	expect(calls['study.create'].mock.calls[0][0]).toMatchObject({ studyId: 'new', keepRuns: false });
	expect(studies.draft).toBeNull();
	expect(studies.open?.record.id).toBe('new');
});

test('a refused draft stays; the error about a wrong file names the file', async () => {
	const { studies, calls, notices } = labOf([]);
	studies.write('bench');
	calls['study.create'].mockRejectedValueOnce(new InputError('The study: title: is missing.'));
	await expect(studies.make()).rejects.toThrow('title');
	expect(studies.draft).not.toBeNull();
	await studies.take(new File(['{}'], 'wrong.json'));
	expect(notices[0].message).toContain('wrong.json: seeds');
});

test('a cell’s experiment goes to the workbench; files are saved', async () => {
	const { studies, lab, options } = labOf();
	await studies.select('study-1');
	expect(await studies.openCell('uniform 1')).toBe(true);
	expect(lab.put).toHaveBeenCalledWith({ ...experiment, seed: 9 });
	await studies.save('csv');
	await studies.save('study');
	expect(options.save.mock.calls.map(([name]) => String(name))).toEqual([
		'results.csv',
		'study.json',
	]);
});

test('another grouping reads the report again', async () => {
	const { studies, calls } = labOf();
	await studies.select('study-1');
	const groupBy = { kind: 'by', factors: ['seed'] } as const;
	await studies.group(groupBy);
	expect(calls['study.report']).toHaveBeenLastCalledWith({ studyId: 'study-1', groupBy });
	await studies.select(null);
	expect(studies.report.groupBy).toBeUndefined();
});

test('a deleted study is neither open nor listed', async () => {
	const { studies } = labOf([studyRecord(), studyRecord({ id: 'study-2' })]);
	await studies.load();
	await studies.select('study-1');
	await studies.delete('study-1');
	expect(studies.open).toBeNull();
	expect(studies.list.map(({ record }) => record.id)).toEqual(['study-2']);
});

test('the space bar starts and pauses the open study; brackets change the study', async () => {
	const { studies, status, calls } = labOf([studyRecord(), studyRecord({ id: 'study-2' })]);
	await studies.load();
	await studies.toggle();
	expect(calls['study.play']).not.toHaveBeenCalled();
	await studies.step(1);
	expect(studies.open?.record.id).toBe('study-1');
	await studies.toggle();
	expect(calls['study.play']).toHaveBeenCalledOnce();
	status({ kind: 'running', cell: cell.key, progress: null });
	await studies.toggle();
	expect(calls['study.pause']).toHaveBeenCalledOnce();
	await studies.step(1);
	expect(studies.open?.record.id).toBe('study-2');
	await studies.step(1);
	expect(studies.open?.record.id).toBe('study-2');
});
