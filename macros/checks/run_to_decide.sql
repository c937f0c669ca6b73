{#
    Return the run to approve: the named one, else the newest that needs approval, is approved or is stale, else the
    newest that can be approved. With `override`, the newest that can be approved. Reads only.
#}
{% macro run_to_decide(state, run, override=[]) %}
    {%- if run is none and not override -%}
        {%- for each in dbt_wap.runs_of_env(state)
            if each["status"] in ["awaiting_approval", "approved", "stale"] and dbt_wap.can_act(each, "reject")
        -%}
            {%- do return(each) -%}
        {%- endfor -%}
        {%- do return(dbt_wap.find_run(state, "approve", run)) -%}
    {%- endif -%}
    {%- do return(dbt_wap.find_run(state, "approve", run, "approve")) -%}
{% endmacro %}
