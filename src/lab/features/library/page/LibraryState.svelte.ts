/** The library's open dialog, and the actions that its dialogs share: files, skills, models. */
import { isPackFile, isRunFile } from '#engine/core/gzip.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { newId, secureOnly } from '#engine/core/secureContext.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { BestCheckpoint } from '#lab/run/bestCheckpoint.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { toModelRef } from '#lab/run/toModelRef.ts';
import { pinnedExperiment } from '#lab/run/pinnedSkills.ts';
import { linkFragment } from '#lab/run/linkText.ts';
import { generalSkill, ownSkills } from '#lab/run/proposal.ts';
import { realModelForms, shippedRows } from '#lab/run/realModel.ts';
import type { ModelInfo, StorageReport } from '#lab/run/stores.ts';
import { Attempt } from '#lab/page/state/Attempt.svelte.ts';
import { changedFrom } from '#lab/page/state/experiments.ts';
import { importRuns } from '#lab/page/state/importRuns.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { Task } from '#lab/page/state/NoticeState.svelte.ts';
import { otherBase } from '../model/adapterBase.ts';
import { libraryWords } from '../words.ts';
import {
	findMissing,
	isFile,
	missingSkills,
	noNoise,
	withChoices,
	type MissingPart,
	type SkillChoice,
	type SkillChoices,
	type Use,
} from './experimentSkills.ts';
import { isTestedLate } from '#lab/page/state/UntrainedRun.svelte.ts';
import { fetchRows } from './fetchRows.ts';
import { HubDataState, HubState, type HubBrowser } from './HubState.svelte.ts';
import { Imports, isModelFolder, nameFrom, pastedFile } from './Imports.svelte.ts';
import { ModelShelf } from './ModelShelf.svelte.ts';
import type { PackKinds } from './openPack.ts';

type DialogName = 'missing' | 'proposal';

/** The part of LabState that the dialogs use. */
export type LibraryLab = Pick<
	LabState,
	'client' | 'info' | 'experiment' | 'put' | 'refresh' | 'refreshRuns' | 'openRun' | 'openLink'
> & {
	readonly run: {
		readonly id: string;
		readonly step: number;
		readonly best?: BestCheckpoint | undefined;
		readonly experiment: Pick<Experiment, 'adapter' | 'model'>;
	} | null;
	readonly notices: Pick<
		LabState['notices'],
		'say' | 'fail' | 'settle' | 'close' | 'progress' | 'tasks'
	>;
};

const nothingStored: StorageReport = { usedBytes: 0, quotaBytes: 0, persisted: false };

/** What the library changes of the page around it. */
export interface LibraryShell {
	/** Shows the whole page. False: it is shown already. */
	readonly showLab: () => boolean;
	readonly open: (place: 'bench' | 'data' | 'models') => void;
}

/** The open dialog. `problem` is the failure of its last change. */
export class LibraryState extends Attempt {
	readonly imports: Imports;
	readonly models: ModelShelf;
	readonly hub: HubState;
	readonly hubData: HubDataState;
	#dialog = $state.raw<DialogName | null>(null);
	/** The model for which the open dialog proposes settings, and the data that it trains. */
	proposed = $state.raw<{ readonly model: ModelInfo; readonly skills: readonly string[] } | null>(
		null,
	);
	#deleted = $state.raw<readonly SkillInfo[]>([]);
	/** Skills deleted in this visit, and not imported again: each can be restored. */
	readonly removed = $derived(
		this.#deleted.filter(({ id }) => !this.skills.some((skill) => skill.id === id)),
	);
	/** An experiment whose missing files the user chose to add later. */
	#leftMissing = $state.raw<Experiment | null>(null);
	/** Files and models that the experiment names and this lab lacks: by a link, or deleted since. */
	readonly missing: readonly MissingPart[] = $derived.by(() => {
		const { info, experiment } = this.lab;
		if (!info || !experiment) return [];
		// A run that has begun has its own copy of the preparation.
		return findMissing(experiment, info);
	});
	/** Whether the lab lacks a part of an experiment that is not on the workbench yet. */
	lacks(experiment: Experiment): boolean {
		return this.lab.info !== null && findMissing(experiment, this.lab.info).length > 0;
	}
	readonly dialog: DialogName | null = $derived.by(() => {
		if (this.#dialog) return this.#dialog;
		const asks = this.missing.length > 0 && this.#leftMissing !== this.lab.experiment;
		return asks ? 'missing' : null;
	});

	/** `packKinds`: what a file with parts of the lab can hold. */
	constructor(
		readonly lab: LibraryLab,
		browser: HubBrowser = { origins: [], reload: async () => undefined },
		private readonly packKinds: PackKinds = { keptKinds: async () => [], countKinds: () => [] },
		private readonly shell: LibraryShell = { showLab: () => false, open: () => undefined },
	) {
		super();
		this.imports = new Imports(
			lab.client,
			() => void lab.refresh({}),
			() => lab.experiment?.model.sha256,
		);
		this.models = new ModelShelf(lab, (model) => this.#takeForm(model));
		this.hub = new HubState(lab.client, browser, (model) => this.models.put(model));
		this.hubData = new HubDataState(lab.client, browser, (file) => this.imports.add([file]));
	}

	get skills(): readonly SkillInfo[] {
		return this.lab.info?.skills ?? [];
	}
	/** Transfers and files that a reload of the page would end or forget. */
	get isUnderWay(): boolean {
		const waits = ['inspecting', 'ready', 'importing'];
		return (
			[this.models, this.hub, this.hubData].some(({ busy }) => busy) ||
			this.imports.items.some(({ status }) => waits.includes(status.kind))
		);
	}
	/** Skills of this visit's files that have rows to train on, and are still here. */
	get imported(): readonly string[] {
		const ids = new Set(
			this.imports.items.map(({ status }) => status.kind === 'done' && status.report.skillId),
		);
		return this.skills
			.filter(({ id, counts }) => ids.has(id) && counts.train > 0)
			.map(({ id }) => id);
	}
	/** Sentences on downloads and imports that failed, maybe while no dialog was open. */
	get failures(): readonly string[] {
		const { importing, hub, hubData, models } = libraryWords;
		const downloads = [
			{ what: hub.failed, status: this.hub.status },
			{ what: hubData.failed, status: this.hubData.status },
		];
		const imports = this.imports.items.map(({ file, status }) => {
			return { what: importing.failed({ name: file.name }), status };
		});
		const failed = [...downloads, ...imports].flatMap(({ what, status }) =>
			status.kind === 'failed' && status.message !== '' ? [`${what} ${status.message}`] : [],
		);
		const { problem, work } = this.models;
		return problem === null ? failed : [...failed, `${models.failed[work]} ${problem}`];
	}
	get storage(): StorageReport {
		return this.lab.info?.storage ?? nothingStored;
	}
	/** The progress of a task by its id. `model`: of a shipped model that is fetched. */
	task(id: string): Task | undefined {
		return this.lab.notices.tasks.find((task) => task.id === id || task.id.startsWith(`${id}:`));
	}

	show(dialog: DialogName): void {
		this.#dialog = dialog;
		this.problem = null;
	}
	open(place: 'data' | 'models'): void {
		this.close();
		this.shell.open(place);
	}
	close(): void {
		this.#dialog = null;
		this.problem = null;
		if (this.missing.length > 0) this.#leftMissing = this.lab.experiment;
	}

	/** Asks the browser to keep the storage; true if it promises to. */
	async persist(): Promise<boolean> {
		// Workers cannot ask.
		const persisted = (await secureOnly.storage?.persist?.()) ?? false;
		await this.lab.refresh({});
		return persisted;
	}

	/** Files from a drop, a picker or a paste: a folder with weights is a model, others are rows. */
	async take(chosen: readonly File[]): Promise<void> {
		const [pasted] = chosen;
		if (pasted?.name === '') {
			const text = await pasted.text();
			const fragment = pastedFragment(text.trim());
			if (fragment === null)
				return this.#takeOthers([pastedFile(text, libraryWords.importing.pastedName)]);
			this.close();
			location.hash = fragment;
			return;
		}
		// The import of a file that cannot be read says why.
		const arePacks = await Promise.all(chosen.map((file) => isPackFile(file).catch(() => false)));
		const packs = chosen.filter((_, i) => arePacks[i]);
		if (packs.length > 0) {
			this.close();
			const { openPack } = await import('./openPack.ts');
			for (const pack of packs) await openPack(this.lab, this.packKinds, pack);
		}
		// After the packs: an experiment in a pack may need one of these files.
		await this.#takeOthers(chosen.filter((_, i) => !arePacks[i]));
	}
	async #takeOthers(files: readonly File[]): Promise<void> {
		if (files.length === 0) return;
		const isForLink = this.dialog === 'missing';
		if (isModelFolder(files)) {
			if (!isForLink) this.open('models');
			await this.models.import(files);
			return;
		}
		const isRun = await Promise.all(files.map(isRunFile));
		const runs = files.filter((_, i) => isRun[i]);
		if (runs.length > 0) {
			await importRuns(this.lab, runs, () => this.close());
			const others = files.filter((_, i) => !isRun[i]);
			return this.#takeOthers(others);
		}
		if (isForLink && missingSkills(this.missing).length > 0) return this.#giveMissing(files);
		this.imports.add(files);
		this.open('data');
	}
	/** A form of the model that the experiment names takes the place of one that is not here. */
	#takeForm({ sha256 }: ModelInfo): void {
		const { experiment } = this.lab;
		const formOf = (hash?: string) => realModelForms.find((form) => form.sha256 === hash);
		const model = formOf(sha256);
		const isLacking = this.missing.some(({ kind }) => kind === 'model');
		if (experiment && model && isLacking && formOf(experiment.model.sha256))
			this.configure({ ...experiment, model });
	}
	/** Train opens the question again that the visitor left for later. False: nothing is missing. */
	askForMissing(): boolean {
		if (this.missing.length > 0) this.show('missing');
		return this.missing.length > 0;
	}
	/** Imports the missing rows that the site has, as the experiment names them. */
	async takeShipped(): Promise<void> {
		const { client } = this.lab;
		const ids = missingSkills(this.missing).map(({ id }) => id);
		const wanted = shippedRows.filter(({ skill }) => ids.includes(skill.id));
		for (const rows of wanted) {
			const file = await fetchRows(rows);
			const { skill } = rows;
			const { mapping, ...recipe } = skill.recipe;
			const options = { name: skill.name, role: skill.role, ...recipe };
			await client['import.start']({ importId: newId(), file, mapping, options });
			await this.lab.refresh({});
		}
	}
	/** A file is the missing one of its name, else the first one that no other file is. */
	#giveMissing(files: readonly File[]): void {
		const skills = missingSkills(this.missing);
		const named = files.map((file) => skills.find(({ name }) => name === nameFrom(file.name)));
		const rest = skills.filter((skill) => !named.includes(skill));
		for (const [i, file] of files.entries())
			this.imports.add([file], named[i] ?? rest.shift() ?? skills[0]);
	}

	async remove(skill: SkillInfo): Promise<void> {
		await this.lab.client['skill.remove']({ id: skill.id });
		this.#deleted = [...this.removed, skill];
		await this.lab.refresh({});
	}
	async restore(skill: SkillInfo): Promise<void> {
		await this.lab.client['skill.restore']({ id: skill.id });
		await this.lab.refresh({});
	}

	/** Applies these uses, noise and measures as a new experiment. A skill keeps its new measure. */
	async choose(choices: SkillChoices): Promise<void> {
		const { info, experiment } = this.lab;
		if (!info || !experiment) return;
		const measured = Object.entries(choices).flatMap(([id, { measure }]) => {
			const stored = info.skills.find((skill) => skill.id === id)?.measure;
			const isNew = measure && canonicalJson(measure) !== canonicalJson(stored ?? null);
			return isNew ? [{ id, measure }] : [];
		});
		if (measured.length > 0) {
			for (const change of measured) await this.lab.client['skill.measure'](change);
			await this.lab.refresh({});
		}
		this.configure(withChoices(experiment, choices, this.lab.info ?? info));
	}
	/** Trains these skills; `alone` removes those that train now. Watched skills stay watched. */
	train(skillIds: readonly string[], alone = false): void {
		const others = alone ? (this.lab.experiment?.skills ?? []) : [];
		const off = others.filter(({ use }) => use === 'train').map(({ id }) => [id, chosen('off')]);
		const on = skillIds.map((id) => [id, chosen('train')]);
		const { info, experiment } = this.lab;
		if (!info || !experiment) return;
		const model = info.models.find(({ sha256 }) => sha256 === experiment.model.sha256);
		const isFirst = !experiment.skills.some((ref) => ref.use === 'train' && isFile(ref));
		// The first own data of a large model: the settings follow from them.
		if (model && isTestedLate(model) && isFirst) return this.propose(model, skillIds);
		const choices = Object.fromEntries([...off, ...on]) as SkillChoices;
		const changed = withChoices(experiment, choices, info);
		// Planned switches belong to the skills that are removed.
		const switches = alone ? changed.policy.length - 1 : 0;
		const trains = ({ use }: { readonly use: string }) => Number(use === 'train');
		// The visitor's rows stand above those that are only watched.
		const skills = [...changed.skills].sort((a, b) => trains(b) - trains(a));
		const policy = changed.policy.slice(0, 1);
		this.configure(alone ? { ...changed, skills, policy } : changed);
		if (switches > 0)
			this.lab.notices.say('info', () => libraryWords.importing.aloneDropped({ switches }));
	}
	/** Settings are proposed for a large model. Others are used at once. */
	useModel(model: ModelInfo): void {
		if (isTestedLate(model) && !model.adapter) this.propose(model);
		else this.takeModel(model);
	}
	/** Default: the visitor's own skills. */
	propose(model: ModelInfo, skills?: readonly string[]): void {
		const { info, experiment } = this.lab;
		if (!info || !experiment) return;
		const ids = skills ?? ownSkills(experiment, info).map(({ id }) => id);
		this.proposed = { model, skills: ids };
		this.show('proposal');
	}
	/** The experiment with the model, its trained skills, and general text that is only watched. */
	forProposal(): Experiment | null {
		const { proposed } = this;
		const { info, experiment } = this.lab;
		if (!info || !experiment || !proposed) return null;
		const { model, skills } = proposed;
		const changed = { ...experiment, model: toModelRef(model) };
		const watch = [generalSkill, chosen('watch')] as const;
		const off = experiment.skills
			.filter((ref) => ref.use === 'train' || !isFile(ref))
			.map(({ id }) => [id, chosen('off')] as const);
		const on = skills.map((id) => [id, chosen('train')] as const);
		const trained =
			skills.length === 0
				? changed
				: withChoices(changed, Object.fromEntries([...off, ...on]), info);
		return pinnedExperiment(withChoices(trained, Object.fromEntries([watch]), info), this.skills);
	}
	/** Downloads the model at an address with a commit. The place of the models shows it. */
	async fetchModel(address: string): Promise<void> {
		this.open('models');
		await this.hub.find(address);
		const { status } = this.hub;
		if (status.kind === 'found') await this.hub.fetch(status.found.model);
	}
	/** Puts the proposal on the workbench. A notice undoes it. */
	accept(experiment: Experiment, model: ModelInfo): void {
		const before = this.lab.experiment!;
		this.configure(experiment);
		this.proposed = null;
		const { applied, undo } = libraryWords.proposal;
		this.lab.notices.say('info', () => applied({ name: model.name }), {
			action: { label: () => undo, run: () => this.lab.put(before) },
		});
	}
	/** Another model or adapter starts another run: the tuned weights stay with the old one. */
	takeModel(model: ModelInfo): void {
		const { sha256, adapter, context = Infinity } = model;
		const { experiment } = this.lab;
		if (!experiment) return;
		const batching = { ...experiment.batching };
		batching.context = Math.min(batching.context, context);
		const begun = adapter && { adapter: { ...adapter, from: sha256 } };
		const changed = { ...experiment, batching, ...(begun ?? { model: toModelRef(model) }) };
		this.configure(changed);
		const other = this.lab.info && otherBase(changed, this.lab.info);
		if (other) this.lab.notices.say('warning', () => libraryWords.models.otherBase(other));
	}

	/**
	 * Shows it on the workbench, and closes the dialog unless it asks for more missing files. Throws
	 * InputError before it changes anything. Simple has no place for what a visitor's own model asks
	 * for: its time, its answers, Ask, and results.
	 */
	configure(experiment: Experiment): void {
		const changed = changedFrom(this.lab.experiment, experiment);
		const before = this.missing.map(({ sha256 }) => sha256);
		const isAsking = this.dialog === 'missing';
		this.lab.put(pinnedExperiment(changed, this.skills));
		if (this.missing.some(({ sha256 }) => !before.includes(sha256))) this.show('missing');
		else if (!isAsking || this.missing.length === 0) this.close();
		this.shell.open('bench');
		if (experiment.model.about && this.shell.showLab())
			this.lab.notices.say('info', () => libraryWords.models.inLab);
	}
}

const chosen = (use: Use): SkillChoice => ({ use, noise: noNoise });

/** The fragment of a link in a line of text; null: it has none. One to this page can be broken. */
function pastedFragment(text: string): string | null {
	const here = `${location.href.split('#')[0]}#`;
	if (text.startsWith(here) && /^\S+$/.test(text)) return text.slice(here.length - 1);
	return text.includes('\n') ? null : linkFragment(text);
}
