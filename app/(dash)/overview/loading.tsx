import { OverviewSkeleton } from "./_components/skeleton";

export default OverviewSkeleton;
