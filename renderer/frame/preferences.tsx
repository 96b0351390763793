import { actions, useAppState } from '../state/index.ts';
import './preferences.css';

const THEMES = { system: 'System', light: 'Light', dark: 'Dark' } as const;
const DENSITIES = { normal: 'Normal', compact: 'Compact' } as const;

interface ChoiceProps<K extends string> {
  readonly label: string;
  readonly value: K;
  readonly options: Readonly<Record<K, string>>;
  readonly onChoose: (value: K) => void;
}

function Choice<K extends string>({ label, value, options, onChoose }: ChoiceProps<K>) {
  const keys = Object.keys(options) as K[];
  return (
    <label className="preferences__choice">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = keys.find((key) => key === event.target.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {keys.map((key) => (
          <option key={key} value={key}>
            {options[key]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How the window looks: kept between runs, and no part of any result. */
export function Preferences() {
  const settings = useAppState((state) => state.settings);
  return (
    <div className="preferences">
      <Choice
        label="Theme"
        value={settings.theme}
        options={THEMES}
        onChoose={(theme) => void actions.setTheme(theme)}
      />
      <Choice
        label="Rows"
        value={settings.density}
        options={DENSITIES}
        onChoose={(density) => void actions.setDensity(density)}
      />
      <button type="button" className="link" onClick={() => actions.showKeys(true)}>
        Keys <kbd>?</kbd>
      </button>
    </div>
  );
}
