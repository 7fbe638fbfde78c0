import '../embed/ringside-demo';
import { frameElement } from '../embed/frame';

frameElement(window);
