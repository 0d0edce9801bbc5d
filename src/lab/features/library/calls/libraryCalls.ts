/** Calls that import files as skills and folders as models, and that remove or export them. */
import type { AnswerFacts, Measure } from '#engine/core/measures.ts';
import type { WrittenTokens } from '#engine/data/encode.ts';
import type { ImportRecipe, RowMapping } from '#engine/data/importRecipe.ts';
import type { GgufType } from '#engine/model/gguf.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ShownExample } from '#engine/data/shownExample.ts';
import type { TemplateField } from '#engine/model/ignoredFields.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { HubModel, ModelInfo, StoredDraft } from '#lab/run/stores.ts';
import type { NamedFile, SkillCalls } from '#lab/worker/ownCalls.ts';
import type { Pack } from '../model/pack.ts';
import type { RowLengths } from '#lab/run/proposal.ts';
import type { FoundModel } from '../model/hub/hubModel.ts';
import type { ImportOptions, ImportReport, Inspection } from '../model/importFile.ts';

/** Bytes on the device by what is trained. null: more than it has. */
export interface MemoryByTrained {
	readonly all: number | null;
	readonly adapter: number | null;
	/** The adapter beside weights in 4 bits. Present if the one of `adapter` does not fit. */
	readonly fourBits?: number | null;
	/** Tokens that the model writes in each evaluation, at most. Absent: none. */
	readonly answerTokens?: number;
}

export interface ImportResult extends ImportReport {
	/** Rows with a field that the chat template of `model` does not write. */
	readonly ignored: readonly { readonly field: TemplateField; readonly rows: number }[];
	/** Special tokens of `model` in texts and prompts. */
	readonly written: WrittenTokens | null;
}

export interface TunedRequest {
	readonly runId: string;
	/** The page's address, for the link in the model card. */
	readonly page: string;
	/** model: all weights, with an adapter merged into them. F16, Q8_0: the same as a GGUF file. */
	readonly form: 'model' | 'adapter' | GgufType;
	/** The weights of the run's best checkpoint instead of its last step. */
	readonly best?: boolean | undefined;
}

export interface ImportCalls {
	/** Reads the head of a file. `task.cancel` with the importId ends it, and the import too. */
	'import.inspect': {
		request: { importId: string; file: File } & Partial<ImportRecipe>;
		reply: Inspection;
	};
	/** Reads the whole file. Sends `progress` events with task = importId. */
	'import.start': {
		request: {
			importId: string;
			file: File;
			mapping: RowMapping;
			options: ImportOptions;
			/** SHA-256 of the model that will train: the report says what it does not read. */
			model?: string | undefined;
		};
		reply: ImportResult;
	};
	/** Stores a copy of the trainer that holds the holder's held-out prompts out, too. */
	'skill.separate': { request: { trainer: string; holder: string }; reply: SkillInfo };
	/** Rows as the model with this hash reads them, cut to `context` tokens. */
	'skill.seen': {
		request: SkillCalls['skill.rows']['request'] & { sha256: string; context: number };
		reply: readonly ShownExample[];
	};
	/** What the first training answers of a skill are like. */
	'skill.answers': { request: { id: string }; reply: AnswerFacts };
	/** Changes what counts as right in an imported skill; its rows and their hash stay. */
	'skill.measure': { request: { id: string; measure: Measure }; reply: void };
	'skill.remove': { request: { id: string }; reply: void };
	'skill.restore': { request: { id: string }; reply: void };
}
export interface PackCalls {
	/** The rows of a skill as one file; read elsewhere, it has the same fingerprint. */
	'skill.export': { request: { id: string }; reply: NamedFile };
	/** Throws InputError that names the line, or if the rows are not those of its hash. */
	'skill.import': { request: { file: File }; reply: SkillInfo };

	/** Parts of the lab as one file, with their hashes. `progress` events name it `pack`. */
	'pack.write': { request: Pack & { name: string }; reply: NamedFile };
	/** Checks every entry and stores nothing. Throws InputError that names the entry. */
	'pack.read': { request: { file: File }; reply: Pack };
}
export interface HubCalls {
	/** The files of a model on a hub, its size and type. The token goes to the hub only. */
	'hub.find': { request: { address: string; token: string }; reply: FoundModel };
	/**
	 * Downloads a model that `hub.find` found, or continues its download. `progress` events and
	 * `task.cancel` name it `model.hub`. What was fetched stays after a failure.
	 */
	'hub.fetch': { request: { listing: HubModel; token: string }; reply: ModelInfo };
	/** The files of a data set on a hub. `progress` events name it `data.hub`. */
	'hub.findData': { request: { address: string; token: string }; reply: HubModel };
	/** Downloads a file that `hub.findData` found. */
	'hub.fetchData': { request: { listing: HubModel; file: string; token: string }; reply: File };
	/** Unfinished downloads, oldest first. */
	'hub.drafts': { request: void; reply: readonly StoredDraft[] };
	'hub.drop': { request: { draft: number }; reply: void };
	/** The origin that a redirect leads to. One request follows it. Throws InputError. */
	'hub.redirect': { request: { address: string; token: string }; reply: { origin: string } };
}
export interface ModelCalls {
	/**
	 * Config, tokenizer and weights of a folder in Hugging Face layout. `name`: in place of the
	 * folder's.
	 */
	'model.import': { request: { files: readonly File[]; name?: string }; reply: ModelInfo };
	/** The stored files of a model or an adapter. */
	'model.files': { request: { id: string }; reply: readonly NamedFile[] };
	'model.delete': { request: { id: string }; reply: void };
	/**
	 * Lengths of the trained skills' rows in tokens of the experiment's model. `task.cancel` with
	 * `model.rowLengths` ends it.
	 */
	'model.rowLengths': { request: { experiment: Experiment }; reply: RowLengths };
	'model.memory': { request: { experiment: Experiment }; reply: MemoryByTrained };
	/** The run's weights at its last step, in Hugging Face layout, or its adapter as in peft. */
	'model.export': { request: TunedRequest; reply: readonly NamedFile[] };
	/** The run's weights in a single HTML file. `shell`: the site's takeaway.html. */
	'model.page': { request: Omit<TunedRequest, 'form'> & { shell: string }; reply: NamedFile };
	/** Stores the run's weights as a new model. */
	'model.keep': { request: Omit<TunedRequest, 'form'> & { name: string }; reply: ModelInfo };
}
export interface LibraryCalls extends ImportCalls, PackCalls, HubCalls, ModelCalls {}
