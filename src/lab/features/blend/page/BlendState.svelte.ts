/**
 * The blend of the workbench's run: made, shown, and asked for mixes. The forecast of a mix is read
 * off a surface between computed mixes at once, and computed itself when the hand rests. Meanwhile
 * the mixes of the surface are computed one after the other.
 */
import { isAbort } from '#engine/core/errors.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { runCost } from '#lab/page/state/pace.ts';
import type { ExpectedScore, ShownForecast } from '#lab/page/state/ForecastState.svelte.ts';
import { Attempt } from '#lab/page/state/Attempt.svelte.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import type { Sample } from '#lab/page/state/RunState.svelte.ts';
import { shownScore } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import {
	fewestPoints,
	fitSurface,
	findBlendMix,
	mixesOf,
	readForecasts,
	surfaceDesign,
	type Surface,
} from '#lab/study/blendMix.ts';
import type { MixGoal } from '#lab/study/mixGoal.ts';
import type { BlendForecast } from '../calls/blendCalls.ts';
import { blendTask, maxShare, type BlendInfo, type BlendPoint } from '../model/blendInfo.ts';

/** What was computed for one mix. */
interface Computed {
	readonly shares: readonly number[];
	readonly forecast: BlendForecast;
}
/** Of each skill of the experiment. */
interface Surfaces {
	readonly loss: readonly Surface[];
	readonly score: readonly Surface[];
}

/** Steps ahead, unless the visitor or the rest of the run says otherwise. */
const usualSteps = 30;

export class BlendState implements ShownForecast {
	readonly making = new Attempt();
	readonly asking = new Attempt();
	info: BlendInfo | null = $state.raw(null);
	isOn = $state(false);
	isWorking = $state(false);
	/** Null: the usual number. */
	chosenSteps: number | null = $state(null);
	shares: readonly number[] = $state.raw([]);
	/** The skill that is unlearned, and by how much; null: none. */
	unlearned: { readonly skill: string; readonly amount: number } | null = $state.raw(null);
	#computed: Computed | null = $state.raw(null);
	/** The mix to compute next, before any of the surface. */
	#wanted: readonly number[] | null = null;
	#turn = 0;

	readonly #surfaces = $derived.by((): Surfaces | null => {
		const { info } = this;
		if (!info) return null;
		const points = mixesOf(info.points);
		if (points.length < fewestPoints(info.skills.length)) return null;
		const fit = (read: (score: SkillScore) => number) =>
			points[0].scores.map((_, skill) =>
				fitSurface(
					points.map(({ shares }) => shares),
					points.map(({ scores }) => read(scores[skill])),
				),
			);
		return { loss: fit(({ loss }) => loss), score: fit((score) => shownScore(score)) };
	});

	constructor(private readonly page: Pick<PageState, 'lab' | 'workbench' | 'forecast'>) {}

	/** Steps that the run can still train. */
	get left(): number {
		const { experiment, run } = this.page.lab;
		return experiment && !run?.ended ? experiment.steps - (run?.step ?? 0) : 0;
	}
	get steps(): number {
		return this.info?.steps ?? this.wantedSteps;
	}
	get wantedSteps(): number {
		return Math.max(1, Math.min(this.chosenSteps ?? usualSteps, this.left));
	}
	/** Milliseconds to make a blend; null: not known. */
	get cost(): number | null {
		const { workbench, lab } = this.page;
		const { experiment, info } = lab;
		const { pace } = workbench.next;
		if (!pace || !experiment || !info) return null;
		const { test } = runCost(experiment, pace, { skills: info.skills });
		// Equal shares are tested twice: as they were trained, and as they are forecast.
		return pace.step * this.wantedSteps * (workbench.trained.length + 1) + 2 * test;
	}
	/** The blend begins at the weights that the run has now. */
	get isCurrent(): boolean {
		const { run } = this.page.lab;
		return this.info !== null && run?.id === this.info.runId && run.step === this.info.step;
	}
	get rests(): boolean {
		return this.page.lab.run?.status.kind !== 'running';
	}
	/** Computed mixes. */
	get mixes(): number {
		return this.info ? mixesOf(this.info.points).length : 0;
	}
	/** Computed mixes that the surfaces still need; 0: they are there. */
	get missingPoints(): number {
		const { info } = this;
		return info ? Math.max(0, fewestPoints(info.skills.length) - mixesOf(info.points).length) : 0;
	}
	get task() {
		const { info, page } = this;
		const id = blendTask(page.lab.run?.id ?? info?.runId ?? '');
		return page.lab.notices.tasks.find((task) => task.id === id) ?? null;
	}

	/** Finds the stored blend of the run that is on the workbench now. */
	async follow(runId: string | undefined): Promise<void> {
		const turn = ++this.#turn;
		this.#leave();
		if (runId === undefined) return;
		const stored = await this.page.lab.client['blend.get']({ runId }).catch(() => null);
		if (turn === this.#turn && stored) this.info = stored;
	}
	#leave(): void {
		this.turnOff();
		this.info = null;
		this.#computed = null;
		this.unlearned = null;
	}

	/** Makes a blend from the weights of this moment, and shows it. */
	async make(): Promise<void> {
		const steps = this.wantedSteps;
		const info = await this.making.run(async () => {
			const run = await this.page.lab.ensureRun();
			return this.page.lab.client['blend.make']({ runId: run.id, steps });
		});
		if (!info || this.page.lab.run?.id !== info.runId) return;
		this.#leave();
		this.info = info;
		this.turnOn();
	}
	cancel(): void {
		const { run } = this.page.lab;
		if (run) void this.page.lab.client['task.cancel']({ task: blendTask(run.id) });
	}

	turnOn(): void {
		const { info, page } = this;
		if (!info) return;
		const now = page.workbench.shares;
		const equal = info.skills.map(() => 1 / info.skills.length);
		this.shares = now && now.length === equal.length ? [...now] : equal;
		this.isOn = true;
		page.forecast.shown = this;
		this.settle(this.shares);
	}
	turnOff(): void {
		if (!this.isOn) return;
		this.isOn = false;
		this.#wanted = null;
		if (this.page.forecast.shown === this) this.page.forecast.shown = null;
		this.cancel();
	}

	move(shares: readonly number[]): void {
		if (shares.join() !== this.shares.join()) this.shares = [...shares];
	}
	settle(shares: readonly number[]): void {
		this.shares = [...shares];
		this.#compute(this.#weights);
	}
	unlearn(skill: string | null, amount: number): void {
		this.unlearned = skill === null || amount === 0 ? null : { skill, amount };
		this.#compute(this.#weights);
	}

	/** The shares with what is unlearned taken off. */
	get #weights(): readonly number[] {
		const { unlearned, info } = this;
		if (!unlearned || !info) return this.shares;
		return this.shares.map((share, i) =>
			info.skills[i] === unlearned.skill ? Math.max(-maxShare, share - unlearned.amount) : share,
		);
	}
	get #shown(): Computed | null {
		const computed = this.#computed;
		return computed && isSame(computed.shares, this.#weights) ? computed : null;
	}
	get isExact(): boolean {
		return this.#shown !== null;
	}

	expected(skill: number): ExpectedScore | undefined {
		const shown = this.#shown;
		const now = this.#now?.[skill] ?? null;
		if (shown) return { ...scoresOf(shown.forecast.skills[skill]), now };
		const weights = this.#weights;
		const surfaces = this.#surfaces;
		// A surface knows nothing outside of the mixes that it goes through.
		if (!surfaces || weights.some((weight) => weight < 0)) return undefined;
		const score = surfaces.score[skill].at(weights);
		const loss = surfaces.loss[skill].at(weights);
		return { score: Math.min(1, Math.max(0, score)), loss, now };
	}
	/** Of each skill, by the weights at which the forecast begins. */
	get #now() {
		const start = this.info?.points.find(({ shares }) => shares.every((share) => share === 0));
		return start?.scores.map(scoresOf);
	}
	sample(skill: number): Sample | undefined {
		const { info } = this;
		const found = this.#shown?.forecast.samples.find((sample) => sample.skill === skill);
		return found && info ? { ...found, step: info.step + info.steps } : undefined;
	}

	/** Trains on with the shares that are shown. */
	async train(): Promise<void> {
		const { info } = this;
		if (!info) return;
		const ratios = Object.fromEntries(info.skills.map((id, i) => [id, this.shares[i]]));
		this.turnOff();
		await this.page.lab.switchPolicy('fixed', { ratios });
	}

	/** The best mix of the surfaces. null: no mix keeps the limit, or the surfaces are not there. */
	propose(goal: Omit<MixGoal, 'measure'>) {
		const { info, page } = this;
		const { experiment } = page.lab;
		const forecasts = info && readForecasts(info);
		return forecasts && experiment && findBlendMix(experiment, forecasts, goal);
	}
	#compute(shares: readonly number[]): void {
		if (!this.isOn) return;
		this.#wanted = shares;
		if (this.isWorking) this.cancel();
		else void this.#work();
	}

	/** Computes what is wanted, then the mixes of the surface, until there is no more. */
	async #work(): Promise<void> {
		this.isWorking = true;
		const { info } = this;
		try {
			while (this.isOn && info && info.runId === this.info?.runId) {
				const wanted = this.#wanted;
				const next = wanted ?? this.#nextPoint();
				if (!next || !this.rests) break;
				this.#wanted = null;
				const failure = await this.#ask(info.runId, next, wanted ? 1 : 0);
				// A newer wish cancelled it.
				if (failure && !(isAbort(failure) && this.#wanted)) break;
			}
		} finally {
			this.isWorking = false;
		}
	}
	/** Resolves to the error of the call. */
	async #ask(runId: string, shares: readonly number[], samples: number): Promise<unknown> {
		let failure: unknown;
		const request = { runId, shares, samples };
		const forecast = await this.asking.run(() =>
			this.page.lab.client['blend.forecast'](request).catch((error: unknown) => {
				failure = error;
				throw error;
			}),
		);
		const { info } = this;
		if (!forecast || info?.runId !== runId) return failure;
		this.info = { ...info, points: withPoint(info.points, { shares, scores: forecast.skills }) };
		if (samples > 0) this.#computed = { shares, forecast };
		return undefined;
	}
	#nextPoint(): readonly number[] | null {
		const { info } = this;
		const isDone = (shares: readonly number[]) =>
			info!.points.some((point) => isSame(point.shares, shares));
		if (!info) return null;
		const start = info.skills.map(() => 0);
		return [start, ...surfaceDesign(info.skills)].find((shares) => !isDone(shares)) ?? null;
	}
}

const scoresOf = (score: SkillScore) => ({ score: shownScore(score), loss: score.loss });

const withPoint = (points: readonly BlendPoint[], point: BlendPoint): readonly BlendPoint[] => [
	...points.filter(({ shares }) => !isSame(shares, point.shares)),
	point,
];

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
	a.length === b.length && a.every((share, i) => Math.abs(share - b[i]) < 1e-9);
