export { actions } from './actions.ts';
export { type AppState, appState, SCREENS, type ScreenId, useAppState } from './app-state.ts';
export { connect } from './connect.ts';
