/** Owns the race on the page: its lanes before the start, and their runs after it. */
import { isNoneRight } from '#engine/core/exactMatch.ts';
import { highest, lowest, sum } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';
import { policyChanges, withFirstPolicy, withoutStop } from '#lab/page/state/experiments.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { testsLeft, withRest } from '#lab/page/state/pace.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import { mixTitles } from '#lab/page/words/mixTitles.ts';
import { lossesAlone } from '../model/standings.ts';
import { lanesOfRace, newestRace } from '../model/storedRaces.ts';
import { raceWords as text } from '../words.ts';
import type { LaneName } from './charts.ts';
import { raceStudy } from './raceStudy.ts';

type Policy = Experiment['policy'];

/** The lanes of a first visit: two fixed mixes that soon differ. */
const firstLanes = ['uniform', 'proportional'];
/** The lanes that are offered next: two mixes that follow what is measured. */
const offered = ['mos', 'mospec', ...firstLanes];
const from0 = (id: string): Policy => [{ fromStep: 0, id, settings: {} }];

export type RacePhase = 'ready' | 'preparing' | 'running' | 'paused' | 'ended';

interface RaceOptions {
	readonly newId: () => string;
	readonly show: (place: 'race' | 'studies') => void;
}

export class RaceState {
	readonly #lab: LabState;
	readonly #options: RaceOptions;
	/** The policies of the lanes before the start. */
	#draft: readonly Policy[] = $state.raw(firstLanes.map(from0));
	/** The lanes' runs; empty before the start. */
	runs: readonly RunState[] = $state.raw([]);
	#creating = $state(false);
	/** Runs that stop after the running step and an evaluation. */
	#dropping: readonly RunState[] = $state.raw([]);
	/** The stored races are being read: a race that a reload interrupted may come. */
	isReading = $state(false);
	#reading: Promise<void> = Promise.resolve();
	/** The newest link that was followed. */
	#followed: LinkContent | null = null;

	constructor(lab: LabState, options: RaceOptions) {
		this.#lab = lab;
		this.#options = options;
		lab.client.subscribe((event) => this.runs.forEach((run) => run.hear(event)));
	}

	/** The experiments of the lanes. */
	readonly experiments = $derived.by((): readonly Experiment[] => {
		if (this.runs.length > 0) return this.runs.map(({ experiment }) => experiment);
		const { experiment } = this.#lab;
		return experiment ? this.#draft.map((policy) => ({ ...withoutStop(experiment), policy })) : [];
	});
	/** The content of the race's link; null until the lab is open. */
	readonly content = $derived.by((): LinkContent | null => {
		const [experiment, ...others] = this.experiments;
		return experiment ? { experiment, race: others.map(({ policy }) => policy) } : null;
	});
	readonly phase = $derived.by((): RacePhase => {
		if (this.runs.length === 0) return 'ready';
		const kinds = this.runs.map(({ status }) => status.kind);
		if (this.#creating || kinds.includes('preparing')) return 'preparing';
		if (kinds.includes('running')) return 'running';
		return this.runs.every(({ ended }) => ended) ? 'ended' : 'paused';
	});
	/** The steps that every lane that still trains has completed. */
	readonly step = $derived.by(() => {
		const going = this.runs.filter((_, lane) => !this.isOut(lane));
		return going.length > 0
			? lowest(going.map(({ step }) => step))
			: Math.max(0, highest(this.runs.map(({ step }) => step)));
	});
	/** The last step that a lane trains again after the page was closed; 0: none. */
	readonly repeatsTo = $derived(highest([0, ...this.runs.map(({ repeatsTo }) => repeatsTo ?? 0)]));
	/** The last step of the charts. */
	readonly steps = $derived.by(() => {
		for (const run of this.runs) void run.revision;
		const planned = this.experiments.map(
			({ steps }, lane) => this.runs.at(lane)?.history.steps ?? steps,
		);
		return Math.max(1, highest(planned));
	});
	/** Milliseconds until the end; null: unknown. */
	readonly left = $derived.by((): number | null => {
		if (this.phase !== 'running') return null;
		const rates = this.runs.map((run) => {
			void run.revision;
			return run.ended ? 0 : run.history.millisecondsPerStep;
		});
		if (rates.some((rate) => rate === null)) return null;
		const each = rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
		const paces = this.runs.flatMap(({ status }) => (status.kind === 'running' ? status.pace : []));
		const skills = this.#lab.info?.skills ?? [];
		const tests = this.runs.map(({ experiment, step, ended, history }) =>
			ended ? 0 : testsLeft(experiment, { step, ends: this.steps }, history, skills),
		);
		// The lanes rest at the same time.
		return withRest(each, paces[0]) * (this.steps - this.step) + sum(tests);
	});

	/** The policy of the next lane; null: no lane can be added. */
	readonly next = $derived.by((): string | null => {
		if (this.phase !== 'ready' || this.#draft.length >= lanesOfRace.max) return null;
		const used = this.#draft.map(([{ id }]) => id);
		return offered.find((id) => !used.includes(id)) ?? 'fixed';
	});
	/** Whether the lane can be removed before the start, or dropped during the race. */
	canDrop(lane: number): boolean {
		if (this.phase === 'ready') return this.#draft.length > lanesOfRace.min;
		const going = this.runs.filter((run) => !run.ended && !this.#dropping.includes(run));
		return this.phase !== 'preparing' && going.includes(this.runs[lane]) && going.length > 1;
	}
	/** The lane was dropped, or its run failed. */
	isOut(lane: number): boolean {
		return ['stopped', 'failed'].includes(this.runs.at(lane)?.status.kind ?? '');
	}
	canSwitch(lane: number): boolean {
		return this.phase === 'ready' || (this.phase !== 'preparing' && !this.runs[lane].ended);
	}
	/** By rising step; losses alone while no long answer is right in any lane. */
	evaluations(lane: number): readonly EvaluationEvent[] {
		return this.#shown.at(lane) ?? [];
	}
	readonly #shown = $derived.by(() => {
		const stored = this.experiments.map((_, lane) => this.#stored(lane));
		const isTrained = this.experiments.at(0)?.skills.map(({ use }) => use === 'train') ?? [];
		return isNoneRight(stored.flat(), isTrained)
			? stored.map((evaluations) => evaluations.map(lossesAlone))
			: stored;
	});
	/** Before the start: of the base model, if the workbench has tested it. */
	#stored(lane: number): readonly EvaluationEvent[] {
		const run = this.runs.at(lane);
		if (run) void run.revision;
		if (run?.history.base) return run.history.evaluations;
		const shown = this.#lab.shownRun;
		if (shown) void shown.revision;
		const base = shown?.history.base;
		return base ? [base] : [];
	}
	readonly names = $derived.by((): readonly LaneName[] => {
		const titles = mixTitles(this.experiments, this.#lab);
		return this.experiments.map((experiment, lane) => {
			const title = titles[lane];
			const short = policyChanges(experiment.policy)
				.map(({ id }) => this.#lab.policyShort(id))
				.join(' → ');
			return { title, short: title === this.#lab.policyTitles(experiment) ? short : title };
		});
	});

	/** Call it once: shows the race that a reload interrupted, or the link's. */
	async load(): Promise<void> {
		await this.#read(async () => {
			const lanes = newestRace(await this.#lab.client['run.list']());
			if (this.runs.length > 0 || this.#followed || !lanes.some(({ end }) => end === 'running'))
				return;
			await this.#restore(lanes);
			const { step } = this;
			const action = { label: () => text.open, run: () => this.#options.show('race') };
			this.#lab.notices.say('info', () => text.cutOff({ step }), { action });
		});
	}

	/** Shows the race of a link: its stored runs if there are any, else ready to start. */
	async follow(content: LinkContent): Promise<void> {
		const { experiment, race } = content;
		if (!race || content === this.#followed) return;
		this.#followed = content;
		this.reset();
		this.#draft = [experiment.policy, ...race];
		await this.#read(async () => {
			const lanes = newestRace(await this.#lab.client['run.list'](), content);
			if (lanes.length > 0 && this.runs.length === 0) await this.#restore(lanes);
		});
	}

	async #read(task: () => Promise<void>): Promise<void> {
		this.isReading = true;
		const reading = this.#attempt(text.cannot.read, task).then(() => {
			if (this.#reading === reading) this.isReading = false;
		});
		this.#reading = reading;
		await reading;
	}

	async #restore(lanes: readonly RunRecord[]): Promise<void> {
		const events = await Promise.all(
			lanes.map(({ id }) => this.#lab.client['run.events']({ runId: id })),
		);
		this.runs = lanes.map((record, i) => this.#lab.restoredRun(record, events[i]));
	}

	/** Starts, pauses or continues. A race that has ended starts again. */
	async toggle(pace: Pace): Promise<void> {
		// A key can be pressed before the interrupted race is read. Then that race continues.
		await this.#reading;
		const { phase } = this;
		if (phase === 'preparing' || !this.content) return;
		if (phase === 'running') await this.#attempt(text.cannot.pause, () => this.#pause());
		else if (phase === 'paused') await this.#attempt(text.cannot.go, () => this.#play(pace));
		else {
			if (phase === 'ended') this.reset();
			await this.#attempt(text.cannot.start, () => this.#start(pace));
		}
	}

	/** Changes the pace of a race that runs. */
	async keepPace(pace: Pace): Promise<void> {
		if (this.phase === 'running') await this.#attempt(text.cannot.go, () => this.#play(pace));
	}
	#play(pace: Pace): Promise<void> {
		return this.#lab.client['race.play']({ ids: this.#going, pace });
	}
	#pause(): Promise<void> {
		return this.#lab.client['race.pause']({ ids: this.#going });
	}
	/** The runs of the lanes that have not ended. The others can have been deleted. */
	get #going(): readonly string[] {
		return this.runs.flatMap(({ id, ended }) => (ended ? [] : id));
	}

	async #start(pace: Pace): Promise<void> {
		const raceId = this.#options.newId();
		const runs = this.experiments.map((experiment) => this.#lab.newRun(experiment));
		this.#creating = true;
		this.runs = runs;
		try {
			const lanes = runs.map(({ id: runId, experiment }) => ({ runId, experiment }));
			const records = await this.#lab.client['race.create']({ raceId, lanes });
			for (const [lane, { experiment }] of records.entries()) runs[lane].experiment = experiment;
		} catch (error) {
			if (this.runs === runs) this.runs = [];
			throw error;
		} finally {
			this.#creating = false;
		}
		void this.#lab.refreshRuns();
		// A link can have replaced the race while it was made.
		if (this.runs === runs) await this.#play(pace);
	}

	/** The lanes are ready to start again. Their runs stay stored. */
	reset(): void {
		if (this.phase === 'running') void this.#attempt(text.cannot.pause, () => this.#pause());
		if (this.runs.length > 0) this.#draft = this.runs.map(({ experiment }) => experiment.policy);
		this.runs = [];
	}

	/** Before the start it changes the lane; during the race the policy of its next step. */
	async switchLane(lane: number, id: string): Promise<void> {
		const run = this.runs.at(lane);
		if (run) await this.#attempt(text.cannot.switch, () => run.switchPolicy(id, {}));
		else {
			const { policy } = withFirstPolicy(this.experiments[lane], { id, settings: {} });
			this.#draft = this.#draft.with(lane, policy);
		}
	}
	add(): void {
		if (this.next) this.#draft = [...this.#draft, from0(this.next)];
	}
	async drop(lane: number): Promise<void> {
		const run = this.runs.at(lane);
		if (!run) this.#draft = this.#draft.filter((_, i) => i !== lane);
		else {
			this.#dropping = [...this.#dropping, run];
			await this.#attempt(text.cannot.drop, () => run.stop());
			this.#dropping = this.#dropping.filter((other) => other !== run);
		}
	}

	/** Makes a study of the finished lanes with `seeds` seeds, and trains the missing cells. */
	async study(seeds: number): Promise<void> {
		const finished = this.runs.filter(({ status }) => status.kind === 'finished');
		const titles = mixTitles(
			finished.map(({ experiment }) => experiment),
			this.#lab,
		);
		const lanes = finished.map(({ experiment }, i) => ({ title: titles[i], experiment }));
		await this.#attempt(text.cannot.study, async () => {
			const studyId = this.#options.newId();
			const study = raceStudy(lanes, seeds, this.#lab.info?.skills ?? []);
			const runs = finished.map(({ id }) => id);
			const { client } = this.#lab;
			await client['study.create']({ studyId, study, keepRuns: false, runs });
			this.#options.show('studies');
			await client['study.play']({ studyId });
		});
	}

	#attempt(what: string, task: () => Promise<unknown>): Promise<boolean> {
		return this.#lab.attempt(what, task, text.kept);
	}
}
