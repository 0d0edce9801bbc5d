/** English words of the lessons: gallery, column, and the page for teachers. */
import { inLanguage } from '#engine/core/language.ts';
import { lessonsManifestEnglish } from './manifest.en.ts';

export const lessonsEnglish = {
	...lessonsManifestEnglish.topics.lessons,
	minutes: (minutes: number) => `${minutes} min`,
	start: 'Start',
	resume: (step: number) => `Continue at step ${step}`,
	again: 'Start again',
	done: 'Done',
	all: 'All lessons',
	lesson: 'Lesson',
	column: (title: string) => `Lesson: ${title}`,
	explanation: 'Why and results',
	leave: 'Leave the lesson',
	leaveTitle: 'The place in the lesson is kept',
	stepOf: (step: number, steps: number) => `Step ${step} of ${steps}`,
	announce: (step: number, steps: number, title: string) => `Step ${step} of ${steps}: ${title}`,
	announceEnd: 'The lesson is finished.',
	next: 'Next',
	back: 'Back',
	finish: 'Finish',
	waiting: 'The lesson goes on by itself when this is done.',
	stuck: 'This step waits for something that has not happened:',
	goOn: 'Continue all the same',
	doIt: 'Do it for me',
	showFork: 'Show me where',
	saveSample: (name: string) => `Save ${name}`,
	guessed: (choice: string) => `${choice} (your guess)`,
	noGuess: 'Continue without a guess',
	right: (choice: string) => `Your run agrees with your guess: “${choice}”.`,
	wrong: (choice: string, found: string) => `You guessed “${choice}”. Your run says: “${found}”.`,
	measured: (measured: string) => `Your run says: “${measured}”.`,
	unclear: 'Your run gives none of the answers. Start the lesson again.',
	secret: 'hidden until you guess',
	recorded: 'Recorded when the lesson was written; your run replaces it',
	finished: 'You have finished this lesson.',
	toWorkbench: 'Back to the lesson',
	cannotOpen: 'The lesson cannot be opened.',
	cannotDo: 'The lesson cannot do this step.',
	own: {
		title: 'Your own lesson',
		about:
			'A lesson is one text file. Open or drop it here: the page checks it, shows it, and makes ' +
			'a link for your class.',
		open: 'Open a lesson file…',
		example: 'Save an example file',
		exampleName: 'my-lesson.md',
		copy: 'Copy its link',
		copied: 'Copied',
		link: (characters: number) => `Its link has ${characters} characters.`,
		longLink:
			'Some chat and mail programs cut off so long a link. Put the file beside this page, and ' +
			'share #lesson=FILE.md.',
		remove: 'Remove',
	},
};
export const lessonWords = inLanguage('lessons', lessonsEnglish);
