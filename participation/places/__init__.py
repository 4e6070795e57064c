"""Areas: municipality, district, neighbourhood, street. Residents see one neighbourhood, not our departments."""
