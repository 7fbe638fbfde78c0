import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1.05fr) minmax(0, 1fr) minmax(0, 1.05fr);
    gap: var(--gap);
    min-height: 0;
    height: 100%;
  }
  .column {
    display: grid;
    gap: var(--gap);
    grid-template-rows: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .looks {
    grid-template-rows: auto minmax(0, 1fr);
  }
  .calls {
    grid-template-rows: minmax(0, 0.72fr) minmax(0, 1.28fr);
  }
  @media (max-width: 860px) {
    :host {
      display: flex;
      flex-direction: column;
      overflow: auto;
    }
    .column {
      display: contents;
    }
    .trace {
      flex: none;
      order: -2;
      height: 220px;
    }
    .verdict {
      flex: none;
      order: -1;
    }
    .walk,
    .map,
    .frames {
      flex: none;
    }
  }
`;
