// @ts-check
/** Browser storage, as the widget has it. */
export * from '../widget/storage.js';
