/** Single owner of what the page knows about stored things (skills, models, space) and of which dialog is open. */
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment, SkillRef } from '#experiment/experiment.ts';
import type { ModelInfo, StorageReport } from '#experiment/stores.ts';
import type { PolicyInfo } from '#mixing/policy.ts';
import type { LabClient } from '#worker/client.ts';
import type { LabEvent, LabInfo, PresetInfo } from '#worker/protocol.ts';
import type { Bench } from './bench.ts';
import { isModelFolder } from './dropped.ts';
import {
	isComplete,
	missingOf,
	noNoise,
	withChoices,
	type SkillChoice,
} from './experimentSkills.ts';
import { ImportQueue } from './ImportQueue.svelte.ts';
import { ModelShelf } from './ModelShelf.svelte.ts';

export type DialogName = 'skills' | 'import' | 'models' | 'settings' | 'share' | 'missing';

export class LibraryState {
	readonly lab: LabClient;
	readonly bench: Bench;
	readonly policies: readonly PolicyInfo[];
	readonly presets: readonly PresetInfo[];
	readonly imports: ImportQueue;
	readonly models: ModelShelf;
	readonly #builtin: readonly SkillRef[];
	#skills: readonly SkillInfo[] = $state.raw()!;
	#storage: StorageReport = $state.raw()!;
	#dialog = $state.raw<DialogName | null>(null);
	#removed = $state.raw<readonly SkillInfo[]>([]);
	#wanted = $state.raw<Experiment | null>(null);
	/** What has just happened, for the live region. */
	#said = $state.raw('');
	/** What a link names and this lab lacks; null while no link waits. */
	readonly missing = $derived.by(() =>
		this.#wanted ? missingOf(this.#wanted, this.#skills, this.models.models) : null,
	);

	constructor(lab: LabClient, info: LabInfo, bench: Bench) {
		this.lab = lab;
		this.bench = bench;
		this.policies = info.policies;
		this.presets = info.presets;
		this.#builtin = info.defaultExperiment.skills;
		this.#skills = info.skills;
		this.models = new ModelShelf(lab, info.models, () => void this.refresh());
		this.#storage = info.storage;
		this.imports = new ImportQueue(lab, () => void this.refresh());
		lab.subscribe((event) => this.receive(event));
	}

	get skills() {
		return this.#skills;
	}
	get storage() {
		return this.#storage;
	}
	get dialog() {
		return this.#dialog;
	}
	/** Deleted in this visit: each can come back. */
	get removed() {
		return this.#removed;
	}
	/** The experiment of a link that waits for its files. */
	get wanted() {
		return this.#wanted;
	}
	get said() {
		return this.#said;
	}

	show(dialog: DialogName): void {
		this.#dialog = dialog;
	}
	close(): void {
		this.#dialog = null;
	}
	say(text: string): void {
		this.#said = text;
	}

	receive(event: LabEvent): void {
		this.models.receive(event);
		if (event.event === 'progress' && !event.done)
			this.imports.progress(event.task, event.label, event.fraction);
	}

	async refresh(): Promise<void> {
		[this.#skills, this.#storage] = await Promise.all([
			this.lab['skill.list'](),
			this.lab['storage.report'](),
		]);
	}
	async persist(): Promise<boolean> {
		const persisted = await this.lab['storage.persist']();
		this.#storage = await this.lab['storage.report']();
		return persisted;
	}

	/** Files from a drop, a pick or a paste: a folder with weights is a model, anything else rows. */
	async take(files: readonly File[]): Promise<void> {
		if (files.length === 0) return;
		if (isModelFolder(files)) {
			this.show('models');
			await this.models.import(files);
			return;
		}
		this.imports.add(files);
		this.show('import');
	}

	async remove(skill: SkillInfo): Promise<void> {
		await this.lab['skill.remove']({ id: skill.id });
		this.#removed = [...this.#removed, skill];
		await this.refresh();
	}
	async restore(skill: SkillInfo): Promise<void> {
		await this.lab['skill.restore']({ id: skill.id });
		this.#removed = this.#removed.filter(({ id }) => id !== skill.id);
		await this.refresh();
	}

	/** A new run with other skills; hashes are filled in first. */
	async choose(choices: ReadonlyMap<string, SkillChoice>): Promise<void> {
		const experiment = withChoices(this.bench.experiment, choices, {
			skills: this.#skills,
			policies: this.policies,
			builtin: this.#builtin,
		});
		await this.open(experiment);
	}
	train(skillIds: readonly string[]): Promise<void> {
		return this.choose(new Map(skillIds.map((id) => [id, { use: 'train', noise: noNoise }])));
	}

	/** Pinned, then run; the dialog closes only when that worked. */
	async open(experiment: Experiment): Promise<void> {
		await this.bench.open(await this.lab['experiment.pin']({ experiment }));
		this.#wanted = null;
		this.close();
	}
	/** The experiment of a link; asks for the files that are not here. Throws InputError that names the field. */
	async openLink(link: string): Promise<void> {
		this.#wanted = await this.lab['link.decode']({ fragment: fragmentOf(link) });
		if (this.missing && isComplete(this.missing)) await this.openWanted();
		else this.show('missing');
	}
	/** Once nothing is missing. The model goes by its hash: here it may have another name. */
	async openWanted(): Promise<void> {
		const experiment = this.#wanted;
		if (!experiment || !this.missing || !isComplete(this.missing)) return;
		const { sha256 } = experiment.model;
		const here = this.models.models.find((model) => model.sha256 === sha256);
		await this.bench.open({
			...experiment,
			model: { id: here?.id ?? experiment.model.id, sha256 },
		});
		this.#wanted = null;
		this.close();
	}
	forgetWanted(): void {
		this.#wanted = null;
	}

	/** Another model is another run: what was tuned stays with the old one. */
	useModel({ id, sha256 }: ModelInfo): Promise<void> {
		return this.open({ ...this.bench.experiment, model: { id, sha256 } });
	}
}

/** The part after `#` of a pasted link; a bare fragment is taken as it is. */
export const fragmentOf = (link: string): string => {
	const text = link.trim();
	const hash = text.indexOf('#');
	return hash < 0 ? text : text.slice(hash + 1);
};
