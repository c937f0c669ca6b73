{#
    Return how many approvals a run needs by a rule (see rule_of): none if only ignored differences are left. Pure.
#}
{% macro approvals_needed(run, rule) %}
    {%- do return(0 if run["verdict"] == "pass" else rule["min_approvals"]) -%}
{% endmacro %}
