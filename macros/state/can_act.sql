{# Return true if a verb may act on a run (see verbs_of). Pure. #}
{% macro can_act(run, verb) %} {%- do return(verb in dbt_wap.verbs_of(run)) -%} {% endmacro %}
