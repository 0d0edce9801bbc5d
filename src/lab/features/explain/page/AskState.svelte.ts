/** Whether the dialog is open in which a visitor of Simple asks the model. */
export class AskState {
	isOpen = $state(false);
}
